using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Statements;
using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Overview;
using EdgarApi.Storage.Companies;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Api.Overview;

internal sealed record OverviewResponse
{
    public required ProfileResponse Company { get; init; }

    [Description("Reporting currency, ISO 4217.")]
    public required string Currency { get; init; }

    [Description("Headline metrics of the newest fiscal year.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PeriodMetricsResponse? Annual { get; init; }

    [Description("Headline metrics of the newest twelve months.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PeriodMetricsResponse? Ttm { get; init; }

    [Description("Headline metrics of the newest balance sheet.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PeriodMetricsResponse? LatestBalance { get; init; }

    [Description("Margins and the like, by id; null where they cannot be computed.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, decimal?>? Ratios { get; init; }

    [Description("What is on file.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CoverageResponse? Coverage { get; init; }

    [Description("Newest first.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FilingResponse>? LatestFilings { get; init; }

    [Description("How the checks of the newest five fiscal years and eight quarters came out.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public QualityResponse? Quality { get; init; }

    public static OverviewResponse From(
        CompanyEntry company, CompanyProfile? profile, CompanyOverview overview, IReadOnlyList<Filing> filings, OverviewFields fields)
    {
        var withSources = fields.Has(OverviewFields.Sources);
        return new()
        {
            Company = ProfileResponse.From(company, profile),
            Currency = overview.Currency,
            Annual = Part(OverviewFields.Annual, overview.Annual, isInstant: false),
            Ttm = Part(OverviewFields.Ttm, overview.Ttm, isInstant: false),
            LatestBalance = Part(OverviewFields.LatestBalance, overview.LatestBalance, isInstant: true),
            Ratios = fields.Has(OverviewFields.Ratios) ? overview.Ratios : null,
            Coverage = fields.Has(OverviewFields.Coverage) ? CoverageResponse.From(overview.Coverage) : null,
            Quality = fields.Has(OverviewFields.Quality) ? QualityResponse.From(overview.Quality) : null,
            LatestFilings = fields.Has(OverviewFields.LatestFilings) ? [.. filings.Select(filing => FilingResponse.From(company.Cik, filing))] : null,
        };

        PeriodMetricsResponse? Part(string name, PeriodMetrics? metrics, bool isInstant) =>
            fields.Has(name) && metrics is not null ? PeriodMetricsResponse.From(metrics, isInstant, withSources) : null;
    }
}

internal sealed record PeriodMetricsResponse(
    PeriodResponse Period,
    [property: Description("Value by metric id; null where there is none.")] IReadOnlyDictionary<string, decimal?> Metrics,
    [property: Description("Of each value that is null, why; absent when none is."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyDictionary<string, string>? Reasons,
    [property: Description("The reasons for programs, as in notReported; docs/rules.md lists the codes."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyDictionary<string, string>? ReasonCodes,
    [property: Description("Where each value comes from; with fields=all or fields=sources."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyDictionary<string, SourceResponse>? Sources)
{
    public static PeriodMetricsResponse From(PeriodMetrics metrics, bool isInstant, bool withSources)
    {
        var reasons = metrics.Metrics.Where(metric => metric.Value.Reason is not null).ToDictionary(metric => metric.Key, metric => metric.Value.Reason!);
        var codes = metrics.Metrics.Where(metric => metric.Value.ReasonCode is not null)
            .ToDictionary(metric => metric.Key, metric => metric.Value.ReasonCode!.Value.ToName());
        var sources = metrics.Metrics.Where(metric => metric.Value.Source is not null)
            .ToDictionary(metric => metric.Key, metric => SourceResponse.From(metric.Value.Source)!);
        return new(
            PeriodResponse.From(metrics.Period, isInstant), metrics.Metrics.ToDictionary(metric => metric.Key, metric => metric.Value.Value),
            reasons.Count > 0 ? reasons : null, codes.Count > 0 ? codes : null, withSources ? sources : null);
    }
}

internal sealed record CoverageResponse(
    [property: Description("Number of facts, every vintage counted.")] int Facts,
    [property: Description("Key of the oldest fiscal period.")] string? FirstPeriod,
    [property: Description("Key of the newest fiscal period.")] string? LastPeriod,
    [property: Description("Day of the newest filing.")] DateOnly? LastFiled)
{
    public static CoverageResponse From(FactCoverage coverage) => new(coverage.Facts, coverage.FirstPeriod, coverage.LastPeriod, coverage.LastFiled);
}

internal sealed record QualityResponse(
    [property: Description("Checks that hold.")] int Passed,
    [property: Description("Checks that do not.")] int Failed,
    [property: Description("Checks whose difference a later restatement of one part explains.")] int Restated,
    [property: Description("Checks of which a part was not reported.")] int NotApplicable,
    [property: Description("The checks that do not hold, newest period first.")] IReadOnlyList<StatementCheckResponse> Failures)
{
    public static QualityResponse From(StatementQuality quality) => new(
        quality.Passed, quality.Failed, quality.Restated, quality.NotApplicable, [.. quality.Failures.Select(StatementCheckResponse.From)]);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OverviewResponse))]
internal sealed partial class OverviewJson : JsonSerializerContext;
