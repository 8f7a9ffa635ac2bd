using System.Globalization;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;

namespace EdgarApi.Financials.Tests.Cases;

/// <summary>Small files of company facts on which rules are easily wrong, in <c>cases/numbers</c> beside the SEC's bulk files.</summary>
internal static class NumberCases
{
    public static string Folder { get; } = Path.GetFullPath(Path.Combine(EdgarData.Folder, "../cases/numbers"));

    /// <summary>The facts of a case. The test is skipped, visibly, where the data is absent.</summary>
    public static CompanyFacts Facts(string name)
    {
        var folder = Path.Combine(Folder, name);
        Assert.SkipUnless(Directory.Exists(folder), $"There is no {folder}.");
        return CompanyFacts.Parse(File.ReadAllBytes(Directory.GetFiles(folder, "CIK*.json").Single()));
    }

    /// <summary>Every point of a metric in all periods with an essential metric, oldest first.</summary>
    public static IReadOnlyList<SeriesPoint> Points(CompanyFacts facts, string id, Frequency frequency)
    {
        Assert.True(MetricCatalog.TryFind(id, out var metric), $"There is no metric {id}.");
        Metric[] metrics = [metric, .. MetricCatalog.All.Where(other => other.IsEssential)];
        return TimeSeriesBuilder.Build(facts, metrics, frequency, 200, new StatementOptions()).Series[0].Points;
    }

    /// <summary>The value of the period that ends on a day; a missing one if there is no such period.</summary>
    public static MetricValue Value(CompanyFacts facts, string id, Frequency frequency, string end)
    {
        var day = DateOnly.Parse(end, CultureInfo.InvariantCulture);
        return Points(facts, id, frequency).FirstOrDefault(point => point.Period.End == day)?.Value
            ?? new MetricValue(null, null, "no such period");
    }
}
