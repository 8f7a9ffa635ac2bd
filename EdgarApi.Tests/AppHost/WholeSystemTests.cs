using System.Text.Json;
using System.Text.RegularExpressions;
using Aspire.Hosting.Testing;
using EdgarApi.LoadTesting.Gate;
using Npgsql;
using StackExchange.Redis;

namespace EdgarApi.Tests.AppHost;

/// <summary>One command's worth of system: what a caller and an operator see of it over the network.</summary>
[Collection<RunningSystemTests>]
public sealed partial class WholeSystemTests(RunningSystem system)
{
    [Theory]
    [InlineData("redis")]
    [InlineData("postgres-primary")]
    [InlineData("postgres-api")]
    [InlineData("postgres-analytics")]
    [InlineData("warmer")]
    [InlineData("api")]
    [InlineData("alertmanager")]
    [InlineData("prometheus")] // which includes that it has loaded every rule
    public async Task Every_resource_is_healthy(string name) =>
        await system.App.ResourceNotifications.WaitForResourceHealthyAsync(name, TestContext.Current.CancellationToken);

    [Theory]
    [InlineData("edgardb", false)]
    [InlineData("edgardb-api", true)]
    [InlineData("edgardb-analytics", true)]
    public async Task Each_connection_string_leads_to_its_node(string name, bool isReplica)
    {
        await using var node =
            NpgsqlDataSource.Create((await system.App.GetConnectionStringAsync(name, TestContext.Current.CancellationToken))!);
        await using var role = node.CreateCommand("SELECT pg_is_in_recovery()");

        Assert.Equal(isReplica, await role.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Redis_drops_the_least_recently_used_when_full()
    {
        var connectionString = await system.App.GetConnectionStringAsync("redis", TestContext.Current.CancellationToken);
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"{connectionString},allowAdmin=true");

        Assert.Equal("allkeys-lru", (string?)(await redis.GetDatabase().ExecuteAsync("CONFIG", "GET", "maxmemory-policy"))[1]);
    }

    [Fact]
    public async Task Redis_rejects_clients_without_the_password()
    {
        var settings = ConfigurationOptions.Parse(
            (await system.App.GetConnectionStringAsync("redis", TestContext.Current.CancellationToken))!);
        settings.Password = null;

        var error = await Assert.ThrowsAsync<RedisConnectionException>(() => ConnectionMultiplexer.ConnectAsync(settings));
        Assert.Equal(ConnectionFailureType.AuthenticationFailure, error.FailureType);
    }

    [Fact]
    public async Task The_programs_sign_what_they_store_in_Redis_with_one_key()
    {
        var expected = $"EdgarApi__Cache__SigningKey={RunningSystem.GetSecret("cache-signing-key")}";
        LocalProcess[] programs = [.. system.Processes("api"), .. system.Processes("warmer")];
        Assert.Equal(3, programs.Length);
        foreach (var program in programs)
        {
            var environment = await File.ReadAllTextAsync($"/proc/{program.Id}/environ", TestContext.Current.CancellationToken);
            Assert.Contains(expected, environment.Split('\0'));
        }
    }

    [Theory]
    [InlineData("/alive")]
    [InlineData("/health")]
    public async Task Probes_answer_with_the_status_of_each_check_and_no_secret(string path)
    {
        var body = "";
        JsonElement report = default;
        // Other tests stop servers of the system, and a slow machine delays heartbeats.
        await Waiting.UntilAsync(async () =>
        {
            using var response = await system.Api.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            report = JsonElement.Parse(body);
            return report.GetProperty("status").GetString() == "Healthy";
        });

        Assert.Equal("Healthy", report.GetProperty("checks").GetProperty("self").GetProperty("status").GetString());
        Assert.DoesNotContain("Password", body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(RunningSystem.DevelopmentKey, body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("companies/AAPL/overview", "Apple Inc.")]
    [InlineData("companies/nvda/statements/income?periods=2", "Revenue")]
    [InlineData("companies/HD/timeseries?metrics=NetIncome&periods=3", "NetIncome")]
    public async Task Companies_of_the_sample_answer_from_the_running_system(string resource, string expected)
    {
        var body = await system.Api.GetStringAsync(new Uri($"/api/v1/{resource}", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Contains(expected, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_Warmer_finds_the_API_by_its_name_and_warms_what_is_popular()
    {
        // Another test kills the Warmer, which may interrupt a run. A run that the schedule starts may find nothing loaded yet; the one
        // after the first ingest has no scheduled time.
        const string Outcome = """
            SELECT concat_ws(' ', companies_done, warmed + already_warm, array_to_string(skipped, ',')) FROM warm_runs
            WHERE strategy = 'popular_companies' AND due_at IS NULL AND finished_at IS NOT NULL AND error IS NULL
            """;
        await using var primary =
            NpgsqlDataSource.Create((await system.App.GetConnectionStringAsync("edgardb", TestContext.Current.CancellationToken))!);
        await using var run = primary.CreateCommand(Outcome);
        object? outcome = null;
        await Waiting.UntilAsync(async () => (outcome = await run.ExecuteScalarAsync(TestContext.Current.CancellationToken)) is not null);

        Assert.Equal("3 24 MSFT,AMZN,TSLA,META", outcome);
    }

    [Fact]
    public async Task Two_replicas_answer_behind_one_address()
    {
        var instances = new HashSet<string>();
        // The proxy chooses a replica per connection at random.
        await Waiting.UntilAsync(async () =>
        {
            using var client = new HttpClient { BaseAddress = system.App.GetEndpoint("api") };
            instances.Add(await InstanceAsync(client));
            return instances.Count == 2;
        });
    }

    [Fact]
    public async Task Each_process_of_the_API_is_found_with_its_own_address_and_process_id()
    {
        var processes = system.Processes("api");

        Assert.Equal(2, processes.Count);
        var instances = new HashSet<string>();
        foreach (var process in processes)
        {
            Assert.Contains("EdgarApi.Api.dll",
                await File.ReadAllTextAsync($"/proc/{process.Id}/cmdline", TestContext.Current.CancellationToken),
                StringComparison.Ordinal);
            using var client = new HttpClient { BaseAddress = new Uri(process.Address) };
            instances.Add(await InstanceAsync(client));
        }
        Assert.Equal(2, instances.Count);
    }

    /// <summary>Aspire's default traces everything, background loops included: about 1,400 traces per idle minute.</summary>
    [Theory]
    [InlineData("api")]
    [InlineData("warmer")]
    public async Task A_program_samples_its_traces_itself(string resource)
    {
        var environment = await File.ReadAllTextAsync(
            $"/proc/{system.Processes(resource)[0].Id}/environ", TestContext.Current.CancellationToken);

        Assert.Contains("OTEL_EXPORTER_OTLP_ENDPOINT=", environment, StringComparison.Ordinal);
        Assert.DoesNotContain("OTEL_TRACES_SAMPLER", environment, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redis")]
    [InlineData("postgres-api")]
    [InlineData("warmer")]
    [InlineData("prometheus")]
    public async Task A_process_that_is_killed_starts_again(string resource)
    {
        var killed = Assert.Single(system.Processes(resource)).Id;

        System.Diagnostics.Process.GetProcessById(killed).Kill();
        await Waiting.UntilAsync(() => system.Processes(resource).Any(process => process.Id != killed));

        await system.App.ResourceNotifications.WaitForResourceHealthyAsync(resource, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_API_exports_the_metrics_that_the_gate_reads()
    {
        using var client = system.App.CreateHttpClient("api");
        var metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.DoesNotContain(RequestCosts.Metrics, metric => PrometheusText.Sum(metrics, metric) is null);
    }

    private static async Task<string> InstanceAsync(HttpClient client) =>
        Instance().Match(await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken))
            .Groups[1].Value;

    [GeneratedRegex("service_instance_id=\"([^\"]+)\"")]
    private static partial Regex Instance();
}
