using CsvHelper;

namespace EdgarApi.Tests.Api.Csv;

/// <summary>CSV as a library reads it: by RFC 4180, with a header row.</summary>
internal sealed record CsvTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Reads a table. Every row must have as many cells as the header.</summary>
    public static CsvTable Read(string text)
    {
        var rows = new List<string[]>();
        using var reader = CsvReader.FromText(text, new CsvReaderOptions { HasHeader = false, Separator = ',' });
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetString(i))]);
        Assert.All(rows, row => Assert.Equal(rows[0].Length, row.Length));
        return new(rows[0], [.. rows.Skip(1)]);
    }

    /// <summary>The rows as cells by column. Column names must be unique.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Records =>
    [
        .. Rows.Select(row => Columns.Zip(row).ToDictionary(cell => cell.First, cell => cell.Second, StringComparer.Ordinal)),
    ];
}
