using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EdgarApi.Contracts.Objectives;
using EdgarApi.Contracts.Telemetry;
using EdgarApi.Tests.Architecture;

namespace EdgarApi.Tests.Monitoring;

/// <summary>The dashboards are those of the performance requirements, and ask for metrics that exist.</summary>
public sealed partial class DashboardFileTests
{
    private static readonly ServiceLevels Levels = ServiceLevels.Default;

    /// <summary>What Grafana calls the units that the metrics have.</summary>
    private static readonly string[] Units = ["s", "reqps", "ops", "percent", "percentunit", "bytes", "Bps", "short"];

    /// <summary>Labels that Prometheus adds, and those of recording rules.</summary>
    private static readonly string[] AddedLabels = ["instance", "job", "le"];

    public static TheoryData<string> Dashboards => [.. GrafanaDashboards.All.Keys];

    [Fact]
    public void The_dashboards_are_the_three_of_the_requirements() => Assert.Equal(
        ["api-performance", "business-metrics", "infrastructure-health"], GrafanaDashboards.All.Keys);

    [Theory]
    [InlineData("api-performance", "now-24h", "30s", "Request rate and response time trends", "Error rate by endpoint",
        "P95/P99 response time distribution", "Throughput vs latency correlation")]
    [InlineData("infrastructure-health", "now-4h", "1m", "CPU and memory utilization", "Database performance metrics",
        "Cache hit rates and memory usage", "Network I/O and bandwidth")]
    [InlineData("business-metrics", "now-7d", "5m", "API usage by tier and endpoint", "Most queried companies", "Data quality scores",
        "User activity patterns")]
    public void A_dashboard_has_the_panels_the_time_range_and_the_refresh_interval_of_the_requirements(
        string name, string from, string refresh, params string[] panels)
    {
        var dashboard = GrafanaDashboards.All[name];

        Assert.Equal(panels, GrafanaDashboards.GetPanels(dashboard).Select(panel => (string)panel["title"]!));
        Assert.Equal((from, "now"), ((string)dashboard["time"]!["from"]!, (string)dashboard["time"]!["to"]!));
        Assert.Equal(refresh, (string)dashboard["refresh"]!);
    }

    /// <summary>The container of Grafana has <c>monitoring</c> as <c>/etc/edgar</c> (<c>MonitoringExtensions</c>).</summary>
    [Fact]
    public void Grafana_finds_the_dashboards_and_their_data_source()
    {
        const string Mount = "/etc/edgar";
        const string Provisioning = "monitoring/grafana/provisioning";
        var folder = ProvisionedFolder().Match(RepositoryFiles.Read($"{Provisioning}/dashboards/edgarapi.yml"));
        var source = DataSourceUid().Match(RepositoryFiles.Read($"{Provisioning}/datasources/prometheus.yml"));

        Assert.Equal(GrafanaDashboards.Folder, folder.Groups[1].Value.Replace(Mount, "monitoring", StringComparison.Ordinal));
        Assert.NotEmptyAndAll(GrafanaDashboards.All.Values, dashboard => Assert.Equal(
            source.Groups[1].Value, (string)GrafanaDashboards.GetItems(dashboard["templating"]!, "list").First()["current"]!["value"]!));
    }

    [Fact]
    public void Identifiers_are_unique()
    {
        Assert.Equal(3, GrafanaDashboards.All.Values.Select(dashboard => (string)dashboard["uid"]!).Distinct().Count());
        Assert.NotEmptyAndAll(GrafanaDashboards.All.Values, dashboard => AssertUnique(
            GrafanaDashboards.GetPanels(dashboard).Select(panel => $"{panel["id"]}")));
        Assert.NotEmptyAndAll(GrafanaDashboards.All.Values.SelectMany(GrafanaDashboards.GetPanels), panel => AssertUnique(
            GrafanaDashboards.GetItems(panel, "targets").Select(target => (string)target["refId"]!)));

        static void AssertUnique(IEnumerable<string> ids) => Assert.Equal(ids.Distinct(), ids);
    }

    [Theory]
    [MemberData(nameof(Dashboards))]
    public void Every_query_uses_the_data_source_that_the_viewer_selects(string name)
    {
        var dashboard = GrafanaDashboards.All[name];
        var variable = GrafanaDashboards.GetItems(dashboard["templating"]!, "list")
            .Single(item => (string)item["type"]! == "datasource");
        var source = JsonNode.Parse($$"""{ "type": "prometheus", "uid": "${{{variable["name"]}}}" }""");

        Assert.Equal("prometheus", (string)variable["query"]!);
        Assert.NotEmptyAndAll(GrafanaDashboards.GetPanels(dashboard), panel => Assert.True(
            JsonNode.DeepEquals(source, panel["datasource"])
            && GrafanaDashboards.GetItems(panel, "targets").All(target => JsonNode.DeepEquals(source, target["datasource"]))));
    }

    [Fact]
    public void Every_panel_says_what_it_shows_and_every_value_has_a_unit()
    {
        Assert.NotEmptyAndAll(GrafanaDashboards.All.Values.SelectMany(GrafanaDashboards.GetPanels), panel =>
        {
            Assert.EndsWith(".", (string)panel["description"]!, StringComparison.Ordinal);
            var queries = GrafanaDashboards.GetItems(panel, "targets").Select(target => (string)target["refId"]!).ToList();
            foreach (var replacement in GrafanaDashboards.GetItems(panel["fieldConfig"]!, "overrides"))
                Assert.Contains((string)replacement["matcher"]!["options"]!, queries);
        });
        Assert.NotEmptyAndAll(GrafanaDashboards.Queries, query => Assert.Contains((string)query.Properties["unit"]!, Units));
    }

    [Fact]
    public void Every_query_asks_for_metrics_that_exist_and_groups_by_labels_that_they_have() =>
        Assert.NotEmptyAndAll(GrafanaDashboards.Queries, query =>
        {
            var metrics = Metric().Matches(query.Expression).Select(match => match.Groups[1].Value).Distinct().ToList();
            var labels = metrics.SelectMany(metric => GetLabels(query, metric)).Concat(AddedLabels).ToHashSet();
            var used = Grouping().Matches(query.Expression)
                .SelectMany(match => match.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries))
                .Concat(Placeholder().Matches(query.Legend).Select(match => match.Groups[1].Value))
                .Concat(Selected().Matches(query.Expression).Select(match => match.Groups[1].Value))
                .Where(label => label.Length > 0);

            Assert.NotEmpty(metrics);
            Assert.Empty(used.Except(labels).Select(label => $"{query}: {label}"));
        });

    [Fact]
    public void Every_link_leads_to_the_runbook_of_an_alert()
    {
        var alerts = PrometheusRules.Alerts.Select(alert => alert.Alert).ToHashSet();
        var links = GrafanaDashboards.All.Values.SelectMany(GrafanaDashboards.GetPanels)
            .SelectMany(panel => GrafanaDashboards.GetItems(panel, "links"));

        Assert.NotEmptyAndAll(links, link =>
        {
            var alert = ((string)link["title"]!).Replace("Runbook: ", "", StringComparison.Ordinal);
            Assert.Contains(alert, alerts);
            Assert.Equal($"${{runbooks}}#{alert.ToLowerInvariant()}", (string)link["url"]!);
        });
    }

    /// <summary>Limits without a service level are those of the alerts.</summary>
    [Fact]
    public void Thresholds_are_those_of_the_service_levels_and_alerts()
    {
        var expected = new Dictionary<string, string>
        {
            ["api-performance: Request rate and response time trends B"] =
                $"green orange={Limit("IncreasedResponseTime")} red={Limit("HighResponseTime")}",
            ["api-performance: Request rate and response time trends C"] =
                $"green orange={Limit("IncreasedResponseTime")} red={Limit("HighResponseTime")}",
            ["api-performance: Error rate by endpoint A"] =
                $"green orange={Number(1 - Levels.Availability.Uptime)} red={Limit("HighErrorRate")}",
            ["infrastructure-health: CPU and memory utilization A"] =
                $"green orange={Number(100 * Levels.Cpu.Normal)} red={Number(100 * Levels.Cpu.Peak)}",
            ["infrastructure-health: CPU and memory utilization B"] =
                $"green orange={Number(100 * Levels.Memory.Normal)} red={Number(100 * Levels.Memory.Peak)}",
            ["infrastructure-health: Database performance metrics A"] = $"green red={Number(Levels.Database.QueryP95.TotalSeconds)}",
            ["infrastructure-health: Database performance metrics D"] =
                $"green orange={Number(Levels.Database.PoolUsage)} red={Limit("DatabaseConnectionsExhausted")}",
            ["infrastructure-health: Cache hit rates and memory usage A"] =
                $"red orange={Limit("LowCacheHitRate")} green={Number(Levels.Cache.HitShare)}",
            ["infrastructure-health: Cache hit rates and memory usage D"] = $"green orange={Number(Levels.Cache.Memory)}",
        };
        foreach (var query in GrafanaDashboards.Queries.Where(query => query.Panel == "P95/P99 response time distribution"))
        {
            var level = Levels.Endpoints.Single(level => query.Legend.StartsWith(level.Key, StringComparison.Ordinal));
            var limit = query.Legend.EndsWith("p95", StringComparison.Ordinal) ? level.Value.P95 : level.Value.P99;
            expected.Add($"{query}", $"green red={Number(limit.TotalSeconds)}");
            Assert.Contains($"route=\"{level.Value.Route}\"", query.Expression, StringComparison.Ordinal);
            Assert.Contains($"histogram_quantile(0.{query.Legend[^2..]}, ", query.Expression, StringComparison.Ordinal);
        }

        var actual = GrafanaDashboards.Queries.Where(query => query.Properties.ContainsKey("thresholds"))
            .ToDictionary(query => $"{query}", query => string.Join(' ', GrafanaDashboards
                .GetItems(query.Properties["thresholds"]!, "steps")
                .Select(step => step["value"] is { } value ? $"{step["color"]}={Number((double)value)}" : $"{step["color"]}")))
            .Where(query => query.Value.Contains('=', StringComparison.Ordinal)).ToDictionary();

        Assert.Equal(9 + (2 * Levels.Endpoints.Count), expected.Count);
        Assert.Equal(expected.OrderBy(query => query.Key), actual.OrderBy(query => query.Key));
    }

    private static IEnumerable<string> GetLabels(PanelQuery query, string metric)
    {
        if (PrometheusRules.Recordings.FirstOrDefault(rule => rule.Record == metric) is { } recorded)
            return [.. recorded.Labels.Keys, .. Grouping().Matches(recorded.Expr).SelectMany(match => match.Groups[1].Value.Split(", "))];
        var known = OperationalMetrics.All.SingleOrDefault(candidate => candidate.Type == OperationalMetricType.Histogram
            ? HistogramSuffix().Replace(metric, "") == candidate.ExposedName && metric != candidate.ExposedName
            : metric == candidate.ExposedName);
        Assert.True(known is not null, $"{query}: {metric} does not exist.");
        return known.Labels;
    }

    private static string Limit(string alert) =>
        Number(double.Parse(Comparison().Match(PrometheusRules.Alerts.Single(rule => rule.Alert == alert).Expr).Groups[1].Value,
            CultureInfo.InvariantCulture));

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>A metric, in contrast to a function, an operator or a label.</summary>
    [GeneratedRegex(@"(?<![\w""$.:{])([a-z]+(?:_[a-z0-9]+)+|edgar:[\w:]+)\b(?![\w(]|\s*[=!]|\s*\()")]
    private static partial Regex Metric();

    [GeneratedRegex(@"(?:by|on|group_left) \(([^)]*)\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"[{,]\s*(\w+)\s*[=!]")]
    private static partial Regex Selected();

    [GeneratedRegex("_(?:bucket|sum|count)$")]
    private static partial Regex HistogramSuffix();

    [GeneratedRegex(@"path: ([^\s}]+)")]
    private static partial Regex ProvisionedFolder();

    [GeneratedRegex(@"uid: (\S+)")]
    private static partial Regex DataSourceUid();

    [GeneratedRegex(@"[<>] ([\d.]+)\s*$")]
    private static partial Regex Comparison();
}
