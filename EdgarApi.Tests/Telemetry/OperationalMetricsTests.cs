using System.Reflection;
using EdgarApi.Contracts.Telemetry;
using EdgarApi.Tests.Architecture;

namespace EdgarApi.Tests.Telemetry;

public sealed class OperationalMetricsTests
{
    /// <summary>The names in the performance requirements, except those of recording rules (<c>error_rate_by_…</c>).</summary>
    private static readonly string[] Required =
    [
        "http_requests_total", "http_request_duration_seconds", "http_request_size_bytes", "http_response_size_bytes",
        "companies_queried_total", "statements_generated_total", "cache_hits_total", "cache_misses_total", "cache_requests_total",
        "timeout_errors_total", "validation_errors_total",
        "cpu_usage_percent", "memory_usage_percent", "disk_usage_percent", "network_io_bytes",
        "db_connections_active", "db_connections_max", "db_query_duration_seconds", "db_queries_total", "db_slow_queries_total",
        "redis_memory_usage_bytes", "redis_connected_clients", "redis_operations_total", "redis_keyspace_hits_total",
    ];

    private static IEnumerable<OperationalMetric> Declared => typeof(OperationalMetrics)
        .GetProperties(BindingFlags.Public | BindingFlags.Static).Select(property => property.GetValue(null)).OfType<OperationalMetric>();

    [Fact]
    public void Every_declared_metric_is_in_the_list_once() =>
        Assert.Equal(Declared.Select(metric => metric.Instrument), OperationalMetrics.All.Select(metric => metric.Instrument));

    [Fact]
    public void Names_are_unique() => Assert.Distinct(OperationalMetrics.All.Select(metric => metric.ExposedName));

    [Fact]
    public void The_requirements_names_are_those_of_instruments_so_that_Prometheus_and_OTLP_have_the_same() =>
        Assert.NotEmptyAndAll(Required, name =>
            Assert.Equal(name, Assert.Single(OperationalMetrics.All, metric => metric.Instrument == name).ExposedName));

    [Fact]
    public void Tier_and_cache_level_are_labels_of_counters_only() => Assert.NotEmptyAndAll(
        OperationalMetrics.All.Where(metric => metric.Labels.Contains("tier") || metric.Labels.Contains("level")),
        metric => Assert.Equal(OperationalMetricType.Counter, metric.Type));

    [Fact]
    public void The_buckets_of_requests_have_an_edge_at_every_service_level_and_fine_ones_below_5_ms()
    {
        var buckets = OperationalMetrics.HttpRequestDuration.Buckets;

        Assert.Empty(((double[])[0.3, 0.5, 0.6, 0.8, 1, 1.2, 1.5, 2, 2.5, 3]).Except(buckets));
        Assert.True(buckets.Count(bound => bound < 0.005) >= 5);
        Assert.Equal(buckets.Order(), buckets);
    }

    [Theory]
    [InlineData("edgar.usage.spool", OperationalMetricType.Gauge, "By", "edgar_usage_spool_bytes")]
    [InlineData("edgar.db.reads", OperationalMetricType.Counter, "{read}", "edgar_db_reads_total")]
    [InlineData("http_requests_total", OperationalMetricType.Counter, "{request}", "http_requests_total")]
    [InlineData("cpu_usage_percent", OperationalMetricType.Gauge, "%", "cpu_usage_percent")]
    public void The_exposed_name_has_unit_and_total_once(string instrument, OperationalMetricType type, string unit, string exposed) =>
        Assert.Equal(exposed, new OperationalMetric(instrument, type, unit, "").ExposedName);

    [Fact]
    public void The_documentation_lists_exactly_these_metrics()
    {
        const string Head = "| name | type | unit | labels | meaning |";
        var rows = RepositoryFiles.Read("docs/operations.md").Split('\n')
            .SkipWhile(line => line != Head).Skip(2).TakeWhile(line => line.StartsWith('|'));

        Assert.Equal(OperationalMetrics.All.Select(ToRow), rows);
    }

    private static string ToRow(OperationalMetric metric)
    {
        var labels = string.Join(", ", metric.Labels.Select(label => $"`{label}`"));
        var type = metric.Type.ToString().ToLowerInvariant();
        return $"| `{metric.ExposedName}` | {type} | {GetUnit(metric)} | {labels} | {metric.Description} |";
    }

    private static string GetUnit(OperationalMetric metric) =>
        metric.Unit switch { "s" => "seconds", "By" => "bytes", "%" => "percent", var counted => counted.Trim('{', '}') };
}
