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
/// <param name="Outcome">How the engine's metrics compare.</param>
/// <param name="HasMetric">Whether the metric of the line's name has it, rather than another metric for a line of like words.</param>
/// <param name="Shown">What the line's metrics have instead.</param>
internal sealed record ScoredLine(ExpectedLine Line, Outcome Outcome, bool HasMetric, string Shown);

/// <summary>
/// Compares the engine's statements of 75 filers of other kinds with the lines of their filings. A line is right if its own metric has its
/// value, or of a grouped line is the same fact or adds it up. Another metric with the fact does not count.
/// </summary>
internal static class FamilyScore
{
    /// <summary>The dates of <c>index.tsv</c> are rounded to the month's end.</summary>
    private const int RoundedDays = 16;

    private static readonly Lazy<List<ScoredLine>> Scored = new(Compute);

    /// <summary>Every expected line with a value and a standard concept.</summary>
    public static IEnumerable<ScoredLine> Standard => Scored.Value.Where(line => line.Line.IsStandard);

    /// <summary>
    /// The core lines with a concept of the filer's own, which company facts leave out: the engine can only derive their values.
    /// </summary>
    public static IEnumerable<ScoredLine> Custom => Scored.Value.Where(line => !line.Line.IsStandard);

    private static List<ScoredLine> Compute() =>
    [
        .. ExpectedLine.ReadAll().Where(line => line.Value is not null && (line.IsStandard || !FamilyLines.IsGrouped(line.Metric)))
            .GroupBy(line => line.Cik).SelectMany(filer => ScoreFiler(filer.Key, [.. filer])),
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
        var own = FamilyLines.GetMetrics(line)
            .Select(id => (Id: id, Value: series.First(one => one.Metric.Id == id).Points.FirstOrDefault(
                point => IsSameEnd(point.Period, line))?.Value))
            .Where(metric => metric.Value is { Value: not null }).Select(metric => (metric.Id, Value: metric.Value!.Value)).ToList();
        var right = own.Where(metric => Has(metric.Value, line)).Select(metric => metric.Id).ToList();
        if (right.Count > 0) return new ScoredLine(line, Outcome.Right, right.Contains(line.Metric), "");
        return new ScoredLine(
            line, own.Count == 0 ? Outcome.NoValue : Outcome.Differs, false,
            string.Join("; ", own.Select(metric => string.Create(
                CultureInfo.InvariantCulture,
                $"{metric.Id} {metric.Value.Value} ({metric.Value.Source!.Concept} {metric.Value.Source.Derivation})"))));
    }

    private static bool Has(MetricValue value, ExpectedLine line) =>
        value.Value == GetShownValue(line) || FamilyLines.IsGrouped(line.Metric) && IsFact(value.Source!, line);

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
