using EdgarApi.Api.Contract;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Api.Metrics;

internal static class MetricsApi
{
    public static IEndpointRouteBuilder MapMetricCatalog(this IEndpointRouteBuilder api)
    {
        api.MapRead("/metrics", GetCatalog)
            .WithName("getMetrics")
            .WithSummary("The catalog of standardized metrics")
            .WithDescription("What each metric means, what it is measured in, and which concepts of us-gaap and ifrs-full it is taken from.")
            .WithTags("Metrics");
        return api;
    }

    private static Answer<MetricsResponse> GetCatalog(Query<MetricsQuery> query) => new(
        data: null, query.Value.Canonical, query.Format, _ => ValueTask.FromResult<Computed<MetricsResponse>>(new MetricsResponse(
            [.. MetricCatalog.All.Where(metric => query.Value.Statement is not { } kind || metric.Statement == kind).Select(MetricResponse.From)])));
}

internal sealed record MetricsQuery(StatementKind? Statement) : IQuery<MetricsQuery>
{
    private static readonly QueryParameter<StatementKind?> StatementParameter = new(
        "statement", "Only the metrics of this statement.", new ParameterSchema("string") { Enum = Names.Statements.Names }, null,
        text => Names.Statements.TryFind(text, out var kind) ? kind : Parsed<StatementKind?>.Invalid(Names.Statements.MustBeOneOf));

    public static IReadOnlyList<QueryParameter> Parameters { get; } = [StatementParameter, MediaType.Parameter];

    public string Canonical => Statement is { } kind ? Names.Statements.GetName(kind) : "";

    public static MetricsQuery Read(QueryReader reader) => new(reader.Get(StatementParameter));
}
