using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Aspire.Hosting.Testing;
using EdgarApi.Tests.Architecture;
using EdgarApi.Tests.Monitoring;

namespace EdgarApi.Tests.AppHost;

/// <summary>Prometheus and Alertmanager of the running system.</summary>
[Collection<RunningSystemTests>]
public sealed partial class MonitoredSystemTests(RunningSystem system)
{
    [Fact]
    public async Task Prometheus_scrapes_each_process_at_its_own_address()
    {
        JsonNode? targets = null;
        await Waiting.UntilAsync(async () =>
        {
            targets = await GetAsync("targets?state=active");
            // Another test kills processes, which come back with another address.
            return Select(targets["activeTargets"], target => $"{target["labels"]!["job"]} {target["labels"]!["instance"]}")
                .SequenceEqual(Processes())
                && Select(targets["activeTargets"], target => $"{target["health"]}").All(state => state == "up");
        });

        Assert.Equal(3, Processes().Count());

        IEnumerable<string> Processes() => ((string[])["api", "warmer"]).SelectMany(system.Processes)
            .Select(process => $"{process.Resource} {new Uri(process.Address).Authority}").Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Prometheus_sends_alerts_to_Alertmanager()
    {
        var alertmanager = system.App.GetEndpoint("alertmanager");
        string[] found = [];
        await Waiting.UntilAsync(async () =>
            (found = [.. Select((await GetAsync("alertmanagers"))["activeAlertmanagers"], target => $"{target["url"]}")]).Length > 0);

        Assert.Equal(alertmanager.Port, new Uri(Assert.Single(found)).Port);
    }

    [Fact]
    public async Task Every_rule_is_loaded_and_none_fails()
    {
        JsonNode[] rules = [];
        await Waiting.UntilAsync(async () =>
        {
            var groups = (await GetAsync("rules"))["groups"]!.AsArray();
            rules = [.. groups.SelectMany(group => group!["rules"]!.AsArray()).OfType<JsonNode>()];
            return rules.Length > 0 && rules.All(rule => (string?)rule["health"] != "unknown");
        });

        Assert.Equal(PrometheusRules.Alerts.Count + PrometheusRules.Recordings.Count, rules.Length);
        Assert.DoesNotContain(rules, rule => (string?)rule["health"] == "err");
    }

    /// <summary>The metrics that the rules on data, targets and warming read, by the names that reach Prometheus.</summary>
    [Theory]
    [InlineData("edgar_db_node_lag_seconds", "node", "edgardb-analytics edgardb-api")]
    [InlineData("edgar_db_node_healthy", "node", "edgardb edgardb-analytics edgardb-api")]
    [InlineData("edgar_usage_spool_bytes", "job", "api")]
    [InlineData("edgar_warm_consecutive_failures", "strategy",
        "ordered_companies popular_companies recent_queries refreshed_companies upcoming_earnings")]
    [InlineData("up", "job", "api warmer")]
    public async Task A_metric_of_the_rules_exists_with_its_labels(string metric, string label, string expected)
    {
        string[] values = [];
        await Waiting.UntilAsync(async () =>
        {
            var result = (await GetAsync($"query?query={Uri.EscapeDataString($"sum by ({label}) ({metric})")}"))["result"];
            values = [.. Select(result, series => $"{series["metric"]![label]}")];
            return values.Length >= expected.Split(' ').Length;
        });

        Assert.Equal(expected.Split(' '), values);
    }

    /// <summary>A query that is wrong would be noticed in the middle of an incident.</summary>
    [Fact]
    public async Task Prometheus_accepts_every_query_of_the_runbooks()
    {
        var queries = Query().Matches(RepositoryFiles.Read("docs/runbooks.md"))
            .SelectMany(block => block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Distinct().ToList();
        using var client = system.App.CreateHttpClient("prometheus");
        var rejected = new List<string>();
        foreach (var query in queries)
        {
            using var answer = await client.GetAsync(
                new Uri($"/api/v1/query?query={Uri.EscapeDataString(query)}", UriKind.Relative), TestContext.Current.CancellationToken);
            if (!answer.IsSuccessStatusCode)
                rejected.Add($"{query}: {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        }

        Assert.InRange(queries.Count, PrometheusRules.Alerts.Count, 1000);
        Assert.Empty(rejected);
    }

    private static IEnumerable<string> Select(JsonNode? items, Func<JsonNode, string> select) =>
        items!.AsArray().OfType<JsonNode>().Select(select).Order(StringComparer.Ordinal);

    private async Task<JsonNode> GetAsync(string query)
    {
        using var client = system.App.CreateHttpClient("prometheus");
        var answer = await client.GetFromJsonAsync<JsonNode>(
            new Uri($"/api/v1/{query}", UriKind.Relative), TestContext.Current.CancellationToken);
        return answer!["data"]!;
    }

    [GeneratedRegex("```promql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Query();
}
