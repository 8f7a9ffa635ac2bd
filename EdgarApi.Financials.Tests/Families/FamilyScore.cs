using System.Globalization;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;

namespace EdgarApi.Financials.Tests.Families;

/// <summary>How an expected line compares with the engine's.</summary>
internal enum Outcome
{
    Right,
    Differs,
    NoValue,
}

/// <summary>An expected line and what the engine has instead.</summary>
/// <param name="Line">The line.</param>
/// <param name="Outcome">How the engine's lines compare.</param>
/// <param name="IsOwn">For a family line, whether a metric of its own kind has it, rather than another line of the statements.</param>
/// <param name="Shown">What the metrics of the line's kind have instead.</param>
internal sealed record ScoredLine(ExpectedLine Line, Outcome Outcome, bool IsOwn, string Shown);

/// <summary>
/// Compares the engine's statements of 75 filers of other kinds with the lines of their filings. A core line is right if the metric of its
/// name has its value; a family line if a line of the engine's statements is the same fact, or adds it up.
/// </summary>
internal static class FamilyScore
{
    /// <summary>The dates of <c>index.tsv</c> are rounded to the month's end.</summary>
    private const int RoundedDays = 16;

    private static readonly Lazy<List<ScoredLine>> Scored = new(Compute);

    /// <summary>Every expected line with a value and a standard concept.</summary>
    public static IReadOnlyList<ScoredLine> Lines => Scored.Value;

    private static List<ScoredLine> Compute() =>
    [
        .. ExpectedLine.ReadAll().Where(line => line.IsStandard).GroupBy(line => line.Cik)
            .SelectMany(filer => ScoreFiler(filer.Key, [.. filer])),
    ];

    private static IEnumerable<ScoredLine> ScoreFiler(int cik, List<ExpectedLine> lines)
    {
        var facts = CompanyFacts.Parse(EdgarData.Read(ExpectedLine.Archive, $"CIK{cik:D10}.json"));
        var annual = TimeSeriesBuilder.Build(facts, MetricCatalog.All, Frequency.Annual, 40, new StatementOptions()).Series;
        var quarterly = TimeSeriesBuilder.Build(facts, MetricCatalog.All, Frequency.Quarterly, 40, new StatementOptions()).Series;
        return lines.Select(line => Score(line, line.Frequency == "annual" ? annual : quarterly));
    }

    private static ScoredLine Score(ExpectedLine line, IReadOnlyList<MetricSeries> series)
    {
        var values = series.Select(one => (one.Metric.Id, one.Points.FirstOrDefault(point => IsSameEnd(point.Period, line))?.Value))
            .Where(one => one.Value is { Value: not null }).ToDictionary(one => one.Id, one => one.Value!.Value);
        var own = FamilyLines.GetMetrics(line.Metric).Where(values.ContainsKey).Select(id => (Id: id, Value: values[id])).ToList();
        var isOwn = own.Exists(metric => Has(metric.Value, line));
        if (isOwn || FamilyLines.IsFamilyLine(line.Metric) && values.Values.Any(value => IsFact(value.Source!, line)))
            return new ScoredLine(line, Outcome.Right, isOwn, "");
        return new ScoredLine(
            line, own.Count == 0 ? Outcome.NoValue : Outcome.Differs, false,
            string.Join("; ", own.Select(metric => string.Create(
                CultureInfo.InvariantCulture,
                $"{metric.Id} {metric.Value.Value} ({metric.Value.Source!.Concept} {metric.Value.Source.Derivation})"))));
    }

    private static bool Has(MetricValue value, ExpectedLine line) =>
        value.Value == GetShownValue(line) || FamilyLines.IsFamilyLine(line.Metric) && IsFact(value.Source!, line);

    /// <summary>Whether a source is the line's fact or has it among its operands.</summary>
    private static bool IsFact(Source source, ExpectedLine line) =>
        source.Concept == line.Concept && source.Value == line.Value || source.Operands.Any(operand => IsFact(operand, line));

    private static bool IsSameEnd(FiscalPeriod period, ExpectedLine line) =>
        Math.Abs(period.End.DayNumber - line.End.DayNumber) <= RoundedDays;

    /// <summary>The table has outlays and debts as tagged, some negative; statements have outlays negative and debts positive.</summary>
    private static decimal GetShownValue(ExpectedLine line) =>
        line.Metric == "CapitalExpenditures" ? -Math.Abs(line.Value!.Value)
        : line.Metric == "LongTermDebt" ? Math.Abs(line.Value!.Value) : line.Value!.Value;
}
