using Spectre.Console;

namespace EdgarApi.Cli;

/// <summary>Prints records as a table, or one below the other if the table is wider than the terminal.</summary>
internal static class RecordTable
{
    /// <summary>Border and padding of a column.</summary>
    private const int ColumnFrame = 3;

    public static void Write(IAnsiConsole console, IReadOnlyList<string> headings, IReadOnlyList<string[]> records)
    {
        if (GetWidth(headings, records) <= console.Profile.Width) WriteTable(console, headings, records);
        else WriteBlocks(console, headings, records);
    }

    private static int GetWidth(IReadOnlyList<string> headings, IReadOnlyList<string[]> records) =>
        1 + headings.Select((heading, i) => ColumnFrame + records.Select(record => record[i].Length).Append(heading.Length).Max()).Sum();

    private static void WriteTable(IAnsiConsole console, IReadOnlyList<string> headings, IReadOnlyList<string[]> records)
    {
        var table = new Table { Border = console.Profile.Out.IsTerminal ? TableBorder.Rounded : TableBorder.Simple };
        foreach (var heading in headings) table.AddColumn(new TableColumn(heading) { NoWrap = true });
        foreach (var record in records) table.AddRow([.. record.Select(cell => new Text(cell))]);
        console.Write(table);
    }

    private static void WriteBlocks(IAnsiConsole console, IReadOnlyList<string> headings, IReadOnlyList<string[]> records)
    {
        foreach (var record in records)
        {
            var block = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
            for (var i = 0; i < headings.Count; i++) block.AddRow(new Text(headings[i]), new Text(record[i]));
            console.Write(block);
            console.WriteLine();
        }
    }
}
