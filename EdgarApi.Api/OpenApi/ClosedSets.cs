using EdgarApi.Accounts;
using EdgarApi.Api.Admin;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Datasets;
using EdgarApi.Api.Metrics;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Ratios;
using EdgarApi.Api.Screening;
using EdgarApi.Api.Statements;
using EdgarApi.Api.TimeSeries;
using EdgarApi.Api.Updates;
using EdgarApi.Api.Usage;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Api.OpenApi;

/// <summary>The members of responses whose values are from a closed set, for the enums of the OpenAPI document.</summary>
internal static class ClosedSets
{
    private static readonly string[] Reasons = [.. Enum.GetValues<ReasonCode>().Select(code => code.ToName())];
    private static readonly string[] Families = [.. MetricCatalog.All.Select(metric => metric.Family).OfType<string>().Distinct()];
    private static readonly string[] FiscalPeriods = ["FY", "Q1", "Q2", "Q3", "Q4", "TTM", "TP"];

    /// <summary>Members that mean the same in every response.</summary>
    private static readonly Dictionary<string, IReadOnlyList<string>> Everywhere = new()
    {
        ["statement"] = Names.Statements.Names, ["freq"] = Names.Frequencies.Names, ["view"] = Names.Views.Names,
        ["vintage"] = Names.Vintages.Names, ["reasonCode"] = Reasons, ["reasonCodes"] = Reasons,
    };

    /// <summary>Members whose name means something else in other responses.</summary>
    private static readonly Dictionary<(Type Type, string Member), IReadOnlyList<string>> ByType = new()
    {
        [(typeof(PeriodResponse), "fiscalPeriod")] = FiscalPeriods,
        [(typeof(PointResponse), "fiscalPeriod")] = FiscalPeriods,
        [(typeof(FrameCompanyResponse), "fiscalPeriod")] = FiscalPeriods,
        [(typeof(StatementCheckResponse), "status")] = StatementCheckResponses.Statuses.Names,
        [(typeof(CompanySeriesResponse), "reasonCode")] = SeriesGaps.Codes,
        [(typeof(SeriesNote), "code")] = SeriesNotes.Codes,
        [(typeof(CompanyStatementResponse), "reasonCode")] = StatementGaps.Codes,
        [(typeof(CompanyRatiosResponse), "reasonCode")] = RatioGaps.Codes,
        [(typeof(ComparisonNote), "code")] = ComparisonNotes.Codes,
        [(typeof(RatioResponse), "group")] = RatioTable.Groups.Names,
        [(typeof(RatioResponse), "statedAs")] = RatioTable.Forms,
        [(typeof(MetricResponse), "unit")] = MetricTable.Units.Names,
        [(typeof(MetricResponse), "family")] = Families,
        [(typeof(UpdateResponse), "changes")] = ["data", "rules"],
        [(typeof(DatasetFileResponse), "name")] = DatasetsQuery.Names,
        [(typeof(DatasetFileResponse), "format")] = [DatasetTable.Parquet],
        [(typeof(UsageResponse), "scope")] = UsageQuery.Scopes.Names,
        [(typeof(KeyResponse), "status")] = ["active", "ending", "expired", "revoked", "disabled"],
        [(typeof(KeyResponse), "scopes")] = KeyScopes.Names,
        [(typeof(OrderResponse), "kind")] = ["ingest", "warm"],
        [(typeof(OrderResponse), "status")] = ["waiting", "running", "done", "failed"],
        [(typeof(RunResponse), "kind")] = ["ingest", "warm"],
        [(typeof(ProblemDocument), "code")] = [.. ProblemKinds.All.Select(kind => kind.Code)],
    };

    /// <summary>Finds the values of a member; null if it is not from a closed set.</summary>
    public static IReadOnlyList<string>? Find(Type type, string member) =>
        ByType.GetValueOrDefault((type, member)) ?? Everywhere.GetValueOrDefault(member);
}
