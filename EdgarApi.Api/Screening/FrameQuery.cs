using EdgarApi.Api.Contract;
using EdgarApi.Api.RateLimits;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Contracts;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Ratios;

namespace EdgarApi.Api.Screening;

/// <summary>A metric of all companies in one period.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Period">The period.</param>
/// <param name="Currency">Only companies that report in it; null for all.</param>
/// <param name="Limit">Companies per page.</param>
/// <param name="After">CIK of the last company of the page before.</param>
internal sealed record FrameQuery(Metric Metric, RequestedPeriod Period, string? Currency, int Limit, long? After) : IQuery<FrameQuery>
{
    private static readonly QueryParameter<Metric> MetricParameter = new(
        "metric", "Metric id; `GET /api/v1/metrics` lists them.", new ParameterSchema("string") { Example = "Revenue" },
        MetricCatalog.All[0], FindMetric);

    private static readonly QueryParameter<int> QueryLimit = CommonParameters.Limit(defaultValue: 100);

    public static IReadOnlyList<QueryParameter> RouteParameters { get; } = [MetricParameter, RequestedPeriod.RouteParameter];

    public static IReadOnlyList<QueryParameter> Parameters { get; } =
        [ScreeningParameters.Currency, QueryLimit, Cursor.NumberParameter, .. RequestedFormat.Parameters];

    public TierNeeds Needs => new(FactsPerPage: Limit);

    public string Canonical => $"{Metric.Id}:{Period.Key}:{At(After)}";

    public static FrameQuery Read(QueryReader reader)
    {
        var query = new FrameQuery(
            reader.GetFromRoute(MetricParameter), reader.GetFromRoute(RequestedPeriod.RouteParameter),
            reader.Get(ScreeningParameters.Currency), reader.Get(QueryLimit), reader.Get(Cursor.NumberParameter));
        var (metric, period) = (query.Metric, query.Period);
        if (period.HasQuarter && !period.IsBalance && metric.IsInstant && !reader.HasErrors)
            reader.AddError(RequestedPeriod.RouteParameter.Name, $"must be {period.Key}I: {metric.Id} is a balance, which has a date");
        if (period.IsBalance && !metric.IsInstant && !reader.HasErrors)
            reader.AddError(RequestedPeriod.RouteParameter.Name, $"must be {period.Key[..^1]}: {metric.Id} is not a balance");
        return query;
    }

    /// <summary>The URL of the page that begins after a company.</summary>
    public string GetNext(long cik) => $"{ApiRoutes.Frames}/{Metric.Id}/{Period.Key}{At(cik)}";

    private string At(long? cik) => QueryLink.Create(
        (ScreeningParameters.Currency, Currency), (QueryLimit, Limit), (Cursor.NumberParameter, Cursor.CreateAfter(cik)));

    private static Parsed<Metric> FindMetric(string id) => RatioCatalog.TryFind(id, out var ratio)
        ? Parsed<Metric>.Invalid($"'{ratio.Id}' is a ratio, which frames do not have; use {ApiRoutes.Screen} with fields={ratio.Id}")
        : CommonParameters.FindMetric(id);
}
