using System.Text.Json.Serialization;
using EdgarApi.Api.Contract;
using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Overview;
using EdgarApi.Financials.Statements;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Overview;

internal sealed partial record OverviewTable : OverviewResponse
{
    public static OverviewTable From(
        CompanyEntry company, CompanyProfile? profile, CompanyOverview overview, IReadOnlyList<Filing> filings, OverviewFields fields)
    {
        var withSources = fields.Has(OverviewFields.Sources);
        return new()
        {
            Company = ProfileResponse.From(company, profile),
            Currency = overview.Currency,
            RulesVersion = Financials.Statements.Rules.RulesVersion.Current,
            Annual = Part(OverviewFields.Annual, overview.Annual, isInstant: false),
            Ttm = Part(OverviewFields.Ttm, overview.Ttm, isInstant: false),
            LatestBalance = Part(OverviewFields.LatestBalance, overview.LatestBalance, isInstant: true),
            Ratios = fields.Has(OverviewFields.Ratios) ? overview.Ratios : null,
            Coverage = fields.Has(OverviewFields.Coverage) ? CreateCoverage(overview.Coverage) : null,
            Quality = fields.Has(OverviewFields.Quality) ? CreateQuality(overview.Quality) : null,
            LatestFilings = fields.Has(OverviewFields.LatestFilings)
                ? [.. filings.Select(filing => FilingResponse.From(company.Cik, filing))]
                : null,
            _overview = overview,
        };

        PeriodMetricsResponse? Part(string name, PeriodMetrics? metrics, bool isInstant) =>
            fields.Has(name) && metrics is not null ? CreatePart(metrics, isInstant, withSources) : null;
    }

    private static PeriodMetricsResponse CreatePart(PeriodMetrics metrics, bool isInstant, bool withSources)
    {
        var reasons = metrics.Metrics.Where(metric => metric.Value.Reason is not null)
            .ToDictionary(metric => metric.Key, metric => metric.Value.Reason!);
        var codes = metrics.Metrics.Where(metric => metric.Value.ReasonCode is not null)
            .ToDictionary(metric => metric.Key, metric => metric.Value.ReasonCode!.Value.ToName());
        var sources = metrics.Metrics.Where(metric => metric.Value.Source is not null)
            .ToDictionary(metric => metric.Key, metric => SourceResponse.From(metric.Value.Source)!);
        return new(
            PeriodResponse.From(metrics.Period, isInstant),
            metrics.Metrics.ToDictionary(metric => metric.Key, metric => metric.Value.Value),
            reasons.Count > 0 ? reasons : null, codes.Count > 0 ? codes : null, withSources ? sources : null);
    }

    private static CoverageResponse CreateCoverage(FactCoverage coverage) =>
        new(coverage.Facts, coverage.FirstPeriod, coverage.LastPeriod, coverage.LastFiled);

    private static QualityResponse CreateQuality(StatementQuality quality) => new(
        quality.Passed, quality.Failed, quality.Restated, quality.NotApplicable,
        [.. quality.Failures.Select(StatementCheckResponse.From)]);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OverviewTable))]
[JsonSerializable(typeof(OverviewResponse))]
internal sealed partial class OverviewJson : JsonSerializerContext;
