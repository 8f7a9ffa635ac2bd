using EdgarApi.Api.Agents.Results;
using EdgarApi.Api.Metrics;
using EdgarApi.Api.Requests;

namespace EdgarApi.Api.Agents.Tools;

internal sealed class MetricsTool() : AgentTool<MetricsQuery, MetricTable, AgentMetrics>(
    new(
        AgentTools.Metrics, "Catalog of metrics",
        "Ids and units of the metrics that companies of all kinds have. With statement: all metrics of the statement, also those of " +
        "banks, insurers and others, with definitions."),
    hasCompany: false)
{
    protected override ToolCall<MetricTable> Call(HttpContext context, AgentArguments arguments, Query<MetricsQuery> query) =>
        new(() => MetricsApi.GetCatalog(query));

    protected override AgentMetrics ToResult(MetricTable response, AgentArguments given)
    {
        var isOneStatement = given.Get("statement").Length > 0;
        return new()
        {
            Metrics =
            [
                .. response.Metrics.Where(metric => isOneStatement || metric.Family is null).Select(metric => new AgentMetric
                {
                    Id = metric.Id,
                    Unit = metric.Unit,
                    Statement = isOneStatement ? null : metric.Statement,
                    Family = metric.Family,
                    Definition = isOneStatement ? metric.Definition : null,
                }),
            ],
        };
    }
}
