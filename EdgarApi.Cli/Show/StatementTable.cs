using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using Spectre.Console;

namespace EdgarApi.Cli.Show;

/// <summary>Prints a statement as a table: one row per line, one column per period, amounts and share counts in millions.</summary>
internal static class StatementTable
{
    public static void Write(IAnsiConsole console, FoundCompany company, Statement statement, bool everyLine)
    {
        var lines = GetLines(statement, everyLine);
        console.WriteLine(GetTitle(company, statement));
        // Periods that do not fit side by side go into further tables.
        foreach (var columns in Enumerable.Range(0, statement.Periods.Count).Chunk(GetColumnCount(console, lines, statement)))
            console.Write(CreateTable(console, statement, lines, columns));
    }

    /// <summary>Gets the lines with values: all of the reported view, and the essential ones (or all) of the standard view.</summary>
    internal static IReadOnlyList<StatementLine> GetLines(Statement statement, bool everyLine) =>
    [
        .. statement.Lines.Where(line => line.Values.Any(value => value.Value is not null)
            && (everyLine || statement.View == StatementView.Reported
                || MetricCatalog.TryFind(line.Id, out var metric) && metric.IsEssential)),
    ];

    internal static string Format(MetricValue value, StatementLine line, Statement statement) =>
        Amounts.Format(value.Value, line.Unit == statement.Currency || line.Unit == "shares");

    private static string GetTitle(FoundCompany company, Statement statement)
    {
        var kind = statement.Kind switch
        {
            StatementKind.Income => "Income statement", StatementKind.Balance => "Balance sheet", _ => "Cash flow statement",
        };
        var ticker = company.Ticker is { } symbol ? $" ({symbol})" : "";
        var asOf = statement.Options.AsOf is { } day ? $", as of {day:yyyy-MM-dd}" : "";
        return $"{company.Name}{ticker}: {kind}, millions of {statement.Currency}{asOf}";
    }

    private static int GetColumnCount(IAnsiConsole console, IReadOnlyList<StatementLine> lines, Statement statement)
    {
        var labels = lines.Max(line => GetLabel(line).Length) + 4;
        var values = lines.SelectMany(line => line.Values.Select(value => Format(value, line, statement).Length));
        return Math.Max(1, (console.Profile.Width - labels) / (values.Append("2025-12-31".Length).Max() + 3));
    }

    private static Table CreateTable(IAnsiConsole console, Statement statement, IReadOnlyList<StatementLine> lines, int[] columns)
    {
        var table = new Table { Border = console.Profile.Out.IsTerminal ? TableBorder.Rounded : TableBorder.Simple };
        table.AddColumn(new TableColumn("").NoWrap());
        foreach (var i in columns)
        {
            var period = statement.Periods[i];
            table.AddColumn(new TableColumn(new Text($"{period.Label}\n{period.End:yyyy-MM-dd}")).RightAligned().NoWrap());
        }

        foreach (var line in lines)
        {
            var style = line.IsTotal ? new Style(decoration: Decoration.Bold) : Style.Plain;
            var cells = columns.Select(i =>
                new Text(Format(line.Values[i], line, statement), GetStyle(line.Values[i], style)).RightJustified());
            table.AddRow([new Text(GetLabel(line), style), .. cells]);
        }

        return table;
    }

    private static Style GetStyle(MetricValue value, Style style) => value.Value < 0 ? style.Foreground(Color.Red) : style;

    private static string GetLabel(StatementLine line)
    {
        var perShare = line.Unit.IndexOf("/shares", StringComparison.Ordinal);
        var unit = line.Unit == "shares" ? ", millions" : perShare >= 0 ? $", {line.Unit[..perShare]}" : "";
        return new string(' ', 2 * line.Level) + line.Label + unit;
    }
}
