using System.Globalization;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using Spectre.Console;

namespace EdgarApi.Cli.Show;

/// <summary>A statement as a table of the terminal: lines down, periods across, amounts and share counts in millions.</summary>
internal static class StatementTable
{
    public static void Write(IAnsiConsole console, FoundCompany company, Statement statement, bool everyLine)
    {
        var lines = Lines(statement, everyLine);
        console.WriteLine(Title(company, statement));
        // More periods than fit beside each other go under each other.
        foreach (var columns in Enumerable.Range(0, statement.Periods.Count).Chunk(PeriodsAcross(console, lines, statement)))
            console.Write(Table(console, statement, lines, columns));
    }

    /// <summary>What to show: all lines with a value of the reported view; of the standard one the essential metrics, or all.</summary>
    internal static IReadOnlyList<StatementLine> Lines(Statement statement, bool everyLine) =>
    [
        .. statement.Lines.Where(line => line.Values.Any(value => value.Value is not null)
            && (everyLine || statement.View == StatementView.Reported || MetricCatalog.TryFind(line.Id, out var metric) && metric.IsEssential)),
    ];

    internal static string Amount(MetricValue value, StatementLine line, Statement statement)
    {
        if (value.Value is not { } amount) return "–";
        // Only an amount per something is small enough to be shown as it is.
        var inMillions = line.Unit == statement.Currency || line.Unit == "shares";
        var shown = inMillions ? amount / 1_000_000m : amount;
        var format = !inMillions ? "#,##0.00##" : Math.Abs(shown) is > 0 and < 10 ? "#,##0.0" : "#,##0";
        var text = Math.Abs(shown).ToString(format, CultureInfo.InvariantCulture);
        return shown < 0 ? $"({text})" : $"{text} ";
    }

    private static string Title(FoundCompany company, Statement statement)
    {
        var kind = statement.Kind switch { StatementKind.Income => "Income statement", StatementKind.Balance => "Balance sheet", _ => "Cash flow statement" };
        var ticker = company.Ticker is { } symbol ? $" ({symbol})" : "";
        var asOf = statement.Options.AsOf is { } day ? $", as of {day:yyyy-MM-dd}" : "";
        return $"{company.Name}{ticker}: {kind}, millions of {statement.Currency}{asOf}";
    }

    private static int PeriodsAcross(IAnsiConsole console, IReadOnlyList<StatementLine> lines, Statement statement)
    {
        var labels = lines.Max(line => Label(line).Length) + 4;
        var values = lines.SelectMany(line => line.Values.Select(value => Amount(value, line, statement).Length)).Append("2025-12-31".Length).Max() + 3;
        return Math.Max(1, (console.Profile.Width - labels) / values);
    }

    private static Table Table(IAnsiConsole console, Statement statement, IReadOnlyList<StatementLine> lines, int[] columns)
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
            var cells = columns.Select(i => new Text(Amount(line.Values[i], line, statement), Negative(line.Values[i], style)).RightJustified());
            table.AddRow([new Text(Label(line), style), .. cells]);
        }

        return table;
    }

    private static Style Negative(MetricValue value, Style style) => value.Value < 0 ? style.Foreground(Color.Red) : style;

    private static string Label(StatementLine line)
    {
        var unit = line.Unit is "shares" ? ", millions" : line.Unit.Contains("/shares", StringComparison.Ordinal) ? $", {line.Unit[..line.Unit.IndexOf('/', StringComparison.Ordinal)]}" : "";
        return new string(' ', 2 * line.Level) + line.Label + unit;
    }
}
