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
        TableEndpoints.Map("/metrics", path => api.MapMethods(path, HttpVerbs.Read, GetCatalog))
            .WithName("getMetrics")
            .WithSummary("Catalog of standardized metrics")
            .WithDescription("The definition and unit of each metric, and the us-gaap and ifrs-full concepts it is based on.")
            .WithTags("Metrics");
        return api;
    }

    public static Answer<MetricTable> GetCatalog(Query<MetricsQuery> query) => new(
        data: null, query.Value.Canonical, query.Format, _ =>
        {
            var metrics = MetricCatalog.All.Where(metric => query.Value.Statement is not { } kind || metric.Statement == kind);
            return ValueTask.FromResult<Computed<MetricTable>>(MetricTable.From(metrics));
        });
}

internal sealed record MetricsQuery(StatementKind? Statement) : IQuery<MetricsQuery>
{
    private static readonly QueryParameter<StatementKind?> StatementParameter = new(
        "statement", "Only metrics of this statement.", new ParameterSchema("string") { Enum = Names.Statements.Names }, null,
        text => Names.Statements.TryFind(text, out var kind) ? kind : Parsed<StatementKind?>.Invalid(Names.Statements.MustBeOneOf));

    public static IReadOnlyList<QueryParameter> Parameters { get; } = [StatementParameter, .. RequestedFormat.Parameters];

    public string Canonical => Statement is { } kind ? Names.Statements.GetName(kind) : "";

    public static MetricsQuery Read(QueryReader reader) => new(reader.Get(StatementParameter));
}
