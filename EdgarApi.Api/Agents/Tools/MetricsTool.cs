using EdgarApi.Api.Agents.Results;
using EdgarApi.Api.Metrics;
using EdgarApi.Api.Requests;

namespace EdgarApi.Api.Agents.Tools;

internal sealed class MetricsTool() : AgentTool<MetricsQuery, MetricTable, AgentMetrics>(
    new(AgentTools.Metrics, "Catalog of metrics", "The ids, labels and units of metrics; with statement, also their definitions."),
    hasCompany: false)
{
    protected override ToolCall<MetricTable> Call(HttpContext context, AgentArguments arguments, Query<MetricsQuery> query) =>
        new(() => MetricsApi.GetCatalog(query));

    protected override AgentMetrics ToResult(MetricTable response, AgentArguments given) => new()
    {
        Metrics =
        [
            .. response.Metrics.Select(metric => new AgentMetric
            {
                Id = metric.Id,
                Label = metric.Label,
                Unit = metric.Unit,
                Statement = metric.Statement,
                Definition = given.Get("statement").Length > 0 ? metric.Definition : null,
            }),
        ],
    };
}
