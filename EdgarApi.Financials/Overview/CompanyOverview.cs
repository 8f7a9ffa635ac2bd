using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Overview;

/// <summary>Headline numbers of a company.</summary>
/// <param name="Currency">Reporting currency, ISO 4217; empty when nothing was reported.</param>
/// <param name="Annual">Headline metrics of the newest fiscal year.</param>
/// <param name="Ttm">Headline metrics of the newest twelve months.</param>
/// <param name="LatestBalance">Headline metrics of the newest balance sheet.</param>
/// <param name="Ratios">Margins and the like, by id, 4 decimals; null when they cannot be computed.</param>
/// <param name="Coverage">What is on file.</param>
public sealed record CompanyOverview(
    string Currency, PeriodMetrics? Annual, PeriodMetrics? Ttm, PeriodMetrics? LatestBalance,
    IReadOnlyDictionary<string, decimal?> Ratios, FactCoverage Coverage)
{
    /// <summary>Builds the overview of a company.</summary>
    public static CompanyOverview Build(CompanyFacts facts, StatementOptions options) => throw new NotImplementedException();
}

/// <summary>Metrics of one period, by metric id.</summary>
/// <param name="Period">The period.</param>
/// <param name="Metrics">Values or reasons, by metric id, in order of presentation.</param>
public sealed record PeriodMetrics(FiscalPeriod Period, IReadOnlyDictionary<string, MetricValue> Metrics);

/// <summary>What is on file of a company.</summary>
/// <param name="Facts">Number of facts, every vintage counted.</param>
/// <param name="FirstPeriod">Key of the oldest fiscal period.</param>
/// <param name="LastPeriod">Key of the newest fiscal period.</param>
/// <param name="LastFiled">Day of the newest filing.</param>
public sealed record FactCoverage(int Facts, string? FirstPeriod, string? LastPeriod, DateOnly? LastFiled);
