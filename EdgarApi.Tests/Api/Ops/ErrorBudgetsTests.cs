using EdgarApi.Api.Ops.Process;
using EdgarApi.Api.Ops.Status;

namespace EdgarApi.Tests.Api.Ops;

/// <summary>The error budgets of one process.</summary>
public sealed class ErrorBudgetsTests
{
    private const string Route = "/api/v1/companies/{id}/overview";

    /// <summary>2 of 1,000 requests failed, 30 took more than 500 ms, 5 more than a second. Other label sets share a series.</summary>
    private const string Scraped = $$"""
        http_requests_total{method="GET",route="{{Route}}",status="200",tier="basic"} 998
        http_requests_total{method="GET",route="{{Route}}",status="503",tier="basic"} 2
        http_requests_total{otel_metric_overflow="true"} 70
        http_request_duration_seconds_bucket{method="GET",route="{{Route}}",status_class="2xx",le="0.5"} 970
        http_request_duration_seconds_bucket{method="GET",route="{{Route}}",status_class="2xx",le="1"} 995
        http_request_duration_seconds_bucket{method="GET",route="{{Route}}",status_class="2xx",le="+Inf"} 1000
        http_request_duration_seconds_bucket{otel_metric_overflow="true",le="0.5"} 1
        http_request_duration_seconds_bucket{otel_metric_overflow="true",le="+Inf"} 70
        """;

    [Fact]
    public void An_endpoint_has_used_its_budget_by_the_share_of_its_own_requests()
    {
        var budgets = ErrorBudgets.FromProcess(ProcessSample.Parse(Scraped))
            .Where(budget => budget.Endpoint == "company_overview").ToList();

        Assert.Equal(3, budgets.Count);
        Assert.Equal([0.002, 0.03, 0.005], budgets.Select(budget => budget.Missed));
    }

    [Fact]
    public void An_endpoint_without_requests_has_no_share() =>
        Assert.NotEmptyAndAll(ErrorBudgets.FromProcess([]), budget => Assert.Null(budget.Missed));
}
