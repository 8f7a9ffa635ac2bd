using System.Globalization;
using EdgarApi.LoadTesting.Gate;
using EdgarApi.LoadTesting.Measurement;
using Microsoft.AspNetCore.Http;

namespace EdgarApi.Tests.LoadTesting.Gate;

public sealed class RequestCostsTests
{
    private const string Sql = "db_client_operation_duration_seconds_count";
    private const string Cpu = "dotnet_process_cpu_time_seconds_total";
    private const string Memory = "dotnet_gc_heap_total_allocated_bytes_total";

    private static readonly GateBaseline Baseline = GateBaselineTests.Committed with { Responses = [new("/response", 2)] };

    [Fact]
    public async Task Costs_within_the_limits_pass()
    {
        var verdicts = await CheckAsync(Sql, Cpu, Memory);

        // The size of the response, and three costs each of repeated and of new requests.
        Assert.Equal(7, verdicts.Count);
        Assert.DoesNotContain(verdicts, verdict => !verdict.Passed);
    }

    [Theory]
    [InlineData("≤ 0.1 SQL commands", Sql)]
    [InlineData("≤ 100 ms of CPU time", Cpu)]
    [InlineData("≤ 50 MB allocated", Memory)]
    public async Task A_limit_whose_metric_is_absent_fails(string requirement, string absent)
    {
        var verdicts = await CheckAsync([.. ((string[])[Sql, Cpu, Memory]).Where(metric => metric != absent)]);

        var failed = verdicts.Where(verdict => !verdict.Passed).ToList();
        Assert.Equal(["repeated request", "new request"], failed.Select(verdict => verdict.Subject));
        Assert.Equal(requirement, failed[0].Requirement);
        Assert.NotEmptyAndAll(failed, verdict => Assert.Equal($"metric {absent} is missing", verdict.Measured));
    }

    /// <summary>Runs the check against an API with these metrics. Each response costs 50 ms of CPU time and no SQL command.</summary>
    private static async Task<IReadOnlyList<Verdict>> CheckAsync(params string[] metrics)
    {
        var responses = 0;
        await using var server = await StubServer.StartAsync(context =>
        {
            if (context.Request.Path != "/metrics")
            {
                responses++;
                return context.Response.WriteAsync("{}");
            }

            var values = new Dictionary<string, double> { [Sql] = 7, [Cpu] = responses * 0.05, [Memory] = 7_000 };
            return context.Response.WriteAsync(string.Concat(metrics.Select(
                metric => string.Create(CultureInfo.InvariantCulture, $"{metric}{{role=\"x\"}} {values[metric]}\n"))));
        });
        using var costs = new RequestCosts(server.Address, null, redis: null);
        return [.. await costs.CheckAsync(Baseline, TestContext.Current.CancellationToken)];
    }
}
