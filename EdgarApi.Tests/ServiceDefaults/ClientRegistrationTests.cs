using EdgarApi.Accounts;
using EdgarApi.Caching;
using EdgarApi.Caching.Redis;
using EdgarApi.Storage;
using EdgarApi.Tests.Servers;
using EdgarApi.Warmer.Warming;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;
using OpenTelemetry.Metrics;
using StackExchange.Redis;

namespace EdgarApi.Tests.ServiceDefaults;

public sealed class ClientRegistrationTests(SharedServers servers)
{
    private const string Node = "Host=127.0.0.1;Port=1;Username=edgar;Database=edgar";

    [Fact]
    public void The_api_registers_each_client_and_each_health_check_once()
    {
        var builder = Api(("redis", "127.0.0.1:1"), ("edgardb-api", Node), ("edgardb-analytics", Node));
        AssertClients(
            builder,
            "edgardb",
            "edgardb reads",
            "edgardb probe",
            "edgardb-api reads",
            "edgardb-api probe",
            "edgardb-analytics reads",
            "edgardb-analytics probe",
            "edgardb usage");
        Assert.Equal(["self", "postgres", "data", "redis", "usage"], GetHealthChecks(builder));
    }

    [Fact]
    public void The_warmer_registers_each_client_once()
    {
        var builder = Builder(("redis", "127.0.0.1:1"));
        builder.AddServiceDefaults();
        builder.AddCaching();
        builder.AddIngest();
        builder.AddAccounts();
        builder.AddUsageMaintenance();
        builder.AddWarming();
        AssertClients(builder, "edgardb", "edgardb reads", "edgardb probe");
        Assert.Equal(["self"], GetHealthChecks(builder));
    }

    [Fact]
    public void Without_a_connection_string_no_redis_is_registered()
    {
        var builder = Api();
        Assert.DoesNotContain(builder.Services, service =>
            service.ServiceType == typeof(IConnectionMultiplexer) || service.ServiceType == typeof(RedisPool));
    }

    [Fact]
    public void Pools_have_the_sizes_and_timeouts_of_the_settings()
    {
        var builder = Builder();
        builder.Configuration.AddInMemoryCollection([
            new("EdgarApi:Postgres:MaxPoolSize", "7"),
            new("EdgarApi:Routing:AnalyticsAttempt", "00:00:40"),
        ]);
        builder.AddStorageReading();
        builder.AddUsage();
        using var app = (IDisposable)builder.Build();
        var services = ((WebApplication)app).Services;

        Assert.Equal((7, 30, 300, 1000), GetPool("edgardb"));
        Assert.Equal((7, 2, 0, 1000), GetPool("edgardb reads"));
        Assert.Equal((2, 1, 0, 1000), GetPool("edgardb probe"));
        Assert.Equal((4, 2, 30, 1000), GetPool("edgardb usage"));

        (int MaxPoolSize, int Timeout, int CommandTimeout, int MaxAutoPrepare) GetPool(string key)
        {
            var settings = new NpgsqlConnectionStringBuilder(services.GetRequiredKeyedService<NpgsqlDataSource>(key).ConnectionString);
            return (settings.MaxPoolSize, settings.Timeout, settings.CommandTimeout, settings.MaxAutoPrepare);
        }
    }

    [Fact]
    public async Task The_drivers_metrics_are_collected_once()
    {
        const string Name = "edgardb-api-9731"; // unique to this test, because the driver's instruments are static
        var cluster = await servers.PostgresAsync();
        var builder = Builder(
            ("edgardb", cluster.Primary.ConnectionString("postgres")), (Name, cluster.Primary.ConnectionString("postgres")));
        builder.AddServiceDefaults();
        builder.AddStorageReading();
        var collected = new List<Metric>();
        builder.Services.ConfigureOpenTelemetryMeterProvider(metrics =>
            metrics.AddReader(new BaseExportingMetricReader(new Collector(collected))));
        await using var app = builder.Build();
        var source = app.Services.GetRequiredKeyedService<NpgsqlDataSource>($"{Name} reads");
        var provider = app.Services.GetRequiredService<MeterProvider>();
        await using (await source.OpenConnectionAsync(TestContext.Current.CancellationToken)) provider.ForceFlush();

        var max = Assert.Single(collected, metric => metric.Name == "db.client.connection.max");
        var points = 0;
        foreach (var point in max.GetMetricPoints())
            foreach (var tag in point.Tags)
                if (tag.Value as string == Name) points++;
        Assert.Equal(1, points);
    }

    private static WebApplicationBuilder Api(params (string Name, string Value)[] connections)
    {
        var builder = Builder(connections);
        builder.AddServiceDefaults();
        builder.AddStorageReading();
        builder.AddFactsReading();
        builder.AddUsage();
        builder.AddKeys();
        builder.AddOperation();
        return builder;
    }

    private static WebApplicationBuilder Builder(params (string Name, string Value)[] connections)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:edgardb", Node)]);
        builder.Configuration.AddInMemoryCollection(
            connections.Select(connection => new KeyValuePair<string, string?>($"ConnectionStrings:{connection.Name}", connection.Value)));
        return builder;
    }

    private static void AssertClients(WebApplicationBuilder builder, params string[] sources)
    {
        Assert.Single(builder.Services, service => service.ServiceType == typeof(IConnectionMultiplexer));
        Assert.Single(builder.Services, service => service.ServiceType == typeof(RedisPool));
        Assert.Equal(
            sources.Order(),
            builder.Services.Where(service => service.ServiceType == typeof(NpgsqlDataSource))
                .Select(service => service.ServiceKey as string)
                .Order());
    }

    private static IEnumerable<string> GetHealthChecks(WebApplicationBuilder builder)
    {
        using var provider = builder.Services.BuildServiceProvider();
        return [.. provider.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations.Select(check => check.Name)];
    }

    private sealed class Collector(List<Metric> collected) : OpenTelemetry.BaseExporter<Metric>
    {
        public override OpenTelemetry.ExportResult Export(in OpenTelemetry.Batch<Metric> batch)
        {
            foreach (var metric in batch) collected.Add(metric);
            return OpenTelemetry.ExportResult.Success;
        }
    }
}
