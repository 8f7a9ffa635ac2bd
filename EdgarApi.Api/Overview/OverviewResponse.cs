using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Statements;
using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Overview;
using EdgarApi.Storage.Companies;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Api.Overview;

internal sealed partial record OverviewResponse
{
    public required ProfileResponse Company { get; init; }

    [Description("Reporting currency, ISO 4217.")]
    public required string Currency { get; init; }

    [Description(RulesVersions.Description)]
    public int RulesVersion { get; } = Financials.Statements.Rules.RulesVersion.Current;

    [Description("Key metrics of the latest fiscal year.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PeriodMetricsResponse? Annual { get; init; }

    [Description("Key metrics of the trailing twelve months.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PeriodMetricsResponse? Ttm { get; init; }

    [Description("Key metrics of the latest balance sheet.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PeriodMetricsResponse? LatestBalance { get; init; }

    [Description("Margins and other ratios by id; null if a ratio cannot be computed.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, decimal?>? Ratios { get; init; }

    [Description("The available data.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CoverageResponse? Coverage { get; init; }

    [Description("Newest first.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FilingResponse>? LatestFilings { get; init; }

    [Description("Summary of the checks on the latest five fiscal years and eight quarters.")]
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
            LatestFilings = fields.Has(OverviewFields.LatestFilings)
                ? [.. filings.Select(filing => FilingResponse.From(company.Cik, filing))]
                : null,
            _overview = overview,
        };

        PeriodMetricsResponse? Part(string name, PeriodMetrics? metrics, bool isInstant) =>
            fields.Has(name) && metrics is not null ? PeriodMetricsResponse.From(metrics, isInstant, withSources) : null;
    }
}

internal sealed record PeriodMetricsResponse(
    PeriodResponse Period,
    [property: Description("Values by metric id; null if there is no value.")] IReadOnlyDictionary<string, decimal?> Metrics,
    [property: Description("Why each null value is missing; absent if no value is null.")]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyDictionary<string, string>? Reasons,
    [property: Description("Machine-readable reason codes, for example notReported; docs/rules.md lists them.")]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyDictionary<string, string>? ReasonCodes,
    [property: Description("The source of each value. With fields=all or fields=sources.")]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyDictionary<string, SourceResponse>? Sources)
{
    public static PeriodMetricsResponse From(PeriodMetrics metrics, bool isInstant, bool withSources)
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
}

internal sealed record CoverageResponse(
    [property: Description("Number of facts in all vintages.")] int Facts,
    [property: Description("Key of the oldest fiscal period.")] string? FirstPeriod,
    [property: Description("Key of the newest fiscal period.")] string? LastPeriod,
    [property: Description("Date of the newest filing.")] DateOnly? LastFiled)
{
    public static CoverageResponse From(FactCoverage coverage) =>
        new(coverage.Facts, coverage.FirstPeriod, coverage.LastPeriod, coverage.LastFiled);
}

internal sealed record QualityResponse(
    [property: Description("Number of checks that pass.")] int Passed,
    [property: Description("Number of checks that fail.")] int Failed,
    [property: Description("Number of checks whose difference is explained by a later restatement of one part.")] int Restated,
    [property: Description("Number of checks with a part that is not reported.")] int NotApplicable,
    [property: Description("The checks that fail, newest period first.")] IReadOnlyList<StatementCheckResponse> Failures)
{
    public static QualityResponse From(StatementQuality quality) => new(
        quality.Passed, quality.Failed, quality.Restated, quality.NotApplicable, [.. quality.Failures.Select(StatementCheckResponse.From)]);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OverviewResponse))]
internal sealed partial class OverviewJson : JsonSerializerContext;
