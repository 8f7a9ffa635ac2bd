using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.TimeSeries;

/// <summary>One metric over time, oldest point first.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Unit">Currency, <c>shares</c>, <c>USD/shares</c> or <c>pure</c>.</param>
/// <param name="Points">Oldest first; points without a value are kept with their reason.</param>
public sealed record MetricSeries(Metric Metric, string Unit, IReadOnlyList<SeriesPoint> Points);

/// <summary>One point of a series.</summary>
/// <param name="Period">The fiscal period.</param>
/// <param name="Value">Value or reason.</param>
/// <param name="Growth">Change from the same period a year before as a ratio, 4 decimals; null if it cannot be computed.</param>
public sealed record SeriesPoint(FiscalPeriod Period, MetricValue Value, decimal? Growth);
