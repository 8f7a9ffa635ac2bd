using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;

namespace EdgarApi.Financials.Tests;

/// <summary>Single figures of real companies, by metric and period key.</summary>
internal static class Figures
{
    public const decimal Million = 1_000_000m;

    /// <summary>The figure with its source, or the reason why it is missing. The company must have the period.</summary>
    public static MetricValue Get(int cik, string metric, string period, StatementOptions? options = null) =>
        Points(cik, metric, GetFrequency(period), options).Single(point => point.Period.Key == period).Value;

    /// <summary>The value of the figure, which must have one.</summary>
    public static decimal Value(int cik, string metric, string period, StatementOptions? options = null)
    {
        var value = Get(cik, metric, period, options);
        Assert.True(value.Value is not null, $"{metric} of {period}: {value.Reason}");
        return value.Value.Value;
    }

    /// <summary>The figure as of the end of a day.</summary>
    public static decimal ValueAsOf(int cik, string metric, string period, string day) =>
        Value(cik, metric, period, new StatementOptions { AsOf = DateOnly.Parse(day) });

    /// <summary>The figure as first filed.</summary>
    public static decimal FirstFiled(int cik, string metric, string period) =>
        Value(cik, metric, period, new StatementOptions { Vintage = Vintage.Original });

    /// <summary>Every point of a metric, oldest first, for all periods with a reported value of the metric or of net income.</summary>
    public static IReadOnlyList<SeriesPoint> Points(int cik, string metric, Frequency frequency, StatementOptions? options = null) =>
        Points(Companies.Facts(cik), metric, frequency, options);

    /// <summary>Every point of a metric, from facts for which no model has been built yet.</summary>
    public static IReadOnlyList<SeriesPoint> Points(
        CompanyFacts facts, string metric, Frequency frequency, StatementOptions? options = null) =>
        TimeSeriesBuilder
            .Build(facts, [Metric(metric), Metric("NetIncome"), Metric("Assets")], frequency, 200, options ?? new StatementOptions())
            .Series[0].Points;

    /// <summary>Keys of a company's periods, newest first.</summary>
    public static IReadOnlyList<FiscalPeriod> Periods(int cik, Frequency frequency, StatementOptions? options = null) =>
        [.. Points(cik, "NetIncome", frequency, options).Select(point => point.Period).Reverse()];

    public static Statement Statement(int cik, StatementKind kind, Frequency frequency = Frequency.Annual, int periods = 40) =>
        StatementBuilder.Build(Companies.Facts(cik), new StatementRequest(kind, frequency, periods));

    private static Metric Metric(string id)
    {
        Assert.True(MetricCatalog.TryFind(id, out var metric));
        return metric;
    }

    private static Frequency GetFrequency(string period) =>
        period.StartsWith("TTM", StringComparison.Ordinal) ? Frequency.Ttm
        : period.Contains('Q', StringComparison.Ordinal) ? Frequency.Quarterly
        : Frequency.Annual;
}
