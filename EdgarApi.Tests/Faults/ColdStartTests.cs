using System.Globalization;
using EdgarApi.Caching.Facts;
using EdgarApi.Contracts.Telemetry;
using EdgarApi.LoadTesting.Gate;
using EdgarApi.Operations;
using EdgarApi.Tests.AppHost;
using EdgarApi.Tests.Faults.Running;
using EdgarApi.Tests.Faults.Table;
using EdgarApi.Tests.Faults.Traffic;

namespace EdgarApi.Tests.Faults;

/// <summary>Everything restarts while callers send requests.</summary>
[Collection<FaultTableRun>]
public sealed class ColdStartTests(FaultySystems systems, ITestOutputHelper output)
{
    private const double Rate = 200;
    private const string Rejected = "status 503";

    /// <summary>The beginning of the API's own query; datasets read snapshots too.</summary>
    private static readonly string Snapshots = CompanyFactsReader.Sql.Split('\n')[0] + '%';

    private static readonly string[] Nodes = ["postgres-primary", "postgres-api", "postgres-analytics"];

    private static readonly TimeSpan Load = TimeSpan.FromSeconds(30), Settling = TimeSpan.FromSeconds(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    [Trait("run", "faults")]
    public async Task Each_company_is_loaded_once_per_process()
    {
        var system = await systems.GetAsync(SystemKind.Cold);
        int[] before = [.. system.ApiProcesses.Select(process => process.Id)];
        var counted = await CountReadsAsync(system);

        await system.ExecuteRedisAsync("FLUSHALL");
        foreach (var process in system.ApiProcesses) await Signals.SendAsync("KILL", process.Id, Token);
        await using var traffic = new FaultTraffic(system, Rate);
        await Waiting.UntilAsync(() => system.ApiProcesses.Count == 2 && system.ApiProcesses.All(process => !before.Contains(process.Id)));
        await Waiting.UntilAsync(system.IsReadyAsync);
        var ready = traffic.Now;
        await Task.Delay(Load, Token);
        await traffic.StopAsync();

        var reads = await CountReadsAsync(system) - counted;
        var retries = 0.0;
        foreach (var process in system.ApiProcesses) retries += await CountRetriesAsync(process);
        var failures = traffic.Requests.Where(request => request.Due > ready && request.Error is not null).ToList();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"ready after {ready.TotalSeconds:0.0} s; {reads} snapshots read for {system.Expected.Companies} companies, {retries} reads "
            + $"repeated on another node; afterwards {traffic.Requests.Count(request => request.Due > ready)} requests, "
            + $"{failures.Count} failed"));
        // Compiling and loading everything at once is an overload, so some are rejected at first.
        Assert.DoesNotContain(failures, request => request.Error != Rejected || request.Due > ready + Settling);
        Assert.DoesNotContain(traffic.Requests, request => request.Error == FaultTraffic.Wrong);
        Assert.InRange(reads, 1, system.ApiProcesses.Count * system.Expected.Companies + retries);
    }

    /// <summary>Reads that waited too long for a replica, or that it rejected, and that the process repeated on another node.</summary>
    private static async Task<double> CountRetriesAsync(LocalProcess process)
    {
        var (_, metrics) = await FaultySystem.GetAsync(process, "/metrics");
        return PrometheusText.Sum(metrics, OperationalMetrics.ReadRetries.ExposedName)
            ?? throw new InvalidOperationException($"{OperationalMetrics.ReadRetries.ExposedName} is not exported.");
    }

    private static async Task<long> CountReadsAsync(FaultySystem system)
    {
        var sum = 0L;
        foreach (var node in Nodes)
        {
            sum += await system.Postgres.QueryAsync<long>(
                node, $"select coalesce(sum(calls), 0)::bigint from pg_stat_statements where query ilike '{Snapshots}'");
        }

        return sum;
    }
}
