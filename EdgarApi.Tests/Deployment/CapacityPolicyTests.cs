using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EdgarApi.Operations.Capacity;
using EdgarApi.Tests.Architecture;

namespace EdgarApi.Tests.Deployment;

/// <summary>Replicas, scaling and sizes in the evaluated templates, whatever their details are.</summary>
public sealed partial class CapacityPolicyTests(Infrastructure infrastructure)
{
    /// <summary>
    /// Memory of a process with the native code of images and 18,000 companies, after searches and screens (docs/performance.md). The
    /// little that its caches had then counts twice.
    /// </summary>
    private const int MeasuredMegabytes = 454;

    [Fact]
    public async Task Production_has_the_replicas_of_the_requirements()
    {
        var evaluation = await infrastructure.GetAsync("production");

        Assert.Equal((3, 20), GetReplicas(evaluation, "api"));
        Assert.Equal((1, 1), GetReplicas(evaluation, "warmer"));
        var servers = evaluation.OfType("Microsoft.DBforPostgreSQL/flexibleServers").ToList();
        Assert.Equal(2, servers.Count(server => (string)server["properties"]!["createMode"]! == "Replica"));
        Assert.All(servers, server => Assert.Equal("Enabled", (string)server["properties"]!["storage"]!["autoGrow"]!));
        Assert.Equal("ZoneRedundant", (string)servers[0]["properties"]!["highAvailability"]!["mode"]!);
        Assert.Equal("Balanced_B5", (string)Assert.Single(evaluation.OfType("Microsoft.Cache/redisEnterprise"))["sku"]!["name"]!); // 6 GB
    }

    /// <summary>The third replica and further ones serve requests. The read router rotates over numbered connection strings.</summary>
    [Fact]
    public async Task Each_further_replica_has_a_connection_string_of_its_own()
    {
        var folder = Infrastructure.Copy();
        var variables = new Dictionary<string, string>(Infrastructure.Variables) { ["READ_REPLICAS"] = "8" };
        var run = await Infrastructure.SnapshotAsync(folder, Infrastructure.Main, "overwrite", variables);
        Assert.True(run.ExitCode == 0, run.Errors);
        var main = JsonNode.Parse(await File.ReadAllTextAsync(
            Path.Combine(folder, "main.snapshot.json"), TestContext.Current.CancellationToken))!;
        // Names of hosts are known after the deployment, so the output is an expression.
        var hosts = Server().Matches((string)main["outputs"]!["DATABASE_SERVERS"]!)
            .ToDictionary(server => server.Groups[1].Value, server => server.Groups[2].Value);

        Assert.Equal(
            [
                "edgardb", "edgardb-analytics", "edgardb-api", "edgardb-api-2", "edgardb-api-3", "edgardb-api-4", "edgardb-api-5",
                "edgardb-api-6", "edgardb-api-7",
            ],
            hosts.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, server) in ((string, string)[])[("edgardb-api", "-r1"), ("edgardb-analytics", "-r2"), ("edgardb-api-2", "-r3"),
            ("edgardb-api-4", "-r5"), ("edgardb-api-5", "-r6"), ("edgardb-api-7", "-r8")])
            Assert.EndsWith(server, hosts[name], StringComparison.Ordinal);
        // Azure allows five replicas of a server. The sixth and later ones copy the first.
        var sources = main["predictedResources"]!.AsArray()
            .Where(resource => (string?)resource!["properties"]?["createMode"] == "Replica")
            .Select(resource => ((string)resource!["properties"]!["sourceServerResourceId"]!).Split('/')[^1]).ToList();
        Assert.Equal([5, 3], sources.CountBy(source => source.EndsWith("-r1", StringComparison.Ordinal)).OrderBy(pair => pair.Key)
            .Select(pair => pair.Value));
    }

    [Fact]
    public async Task The_database_has_the_tuning_of_the_requirements_which_local_runs_have_too()
    {
        var settings = (await infrastructure.GetAsync("production")).DatabaseSettings;
        var local = RepositoryFiles.Read("EdgarApi.AppHost/postgres/node.sh");

        string[] names = ["autovacuum", "autovacuum_vacuum_scale_factor", "autovacuum_analyze_scale_factor", "hot_standby_feedback"];
        foreach (var name in names)
            Assert.Contains($"-c {name}={settings[name]} ", local, StringComparison.Ordinal);
        Assert.Equal(("0.1", "0.05"), (settings["autovacuum_vacuum_scale_factor"], settings["autovacuum_analyze_scale_factor"]));
    }

    /// <summary>The rules of scale.json arrive unchanged: 70 % CPU, 80 % memory, values as text, windows that end.</summary>
    [Theory]
    [MemberData(nameof(Infrastructure.Sizes), MemberType = typeof(Infrastructure))]
    public async Task Scale_rules_are_those_of_the_data(string size)
    {
        var evaluation = await infrastructure.GetAsync(size);
        var data = JsonNode.Parse(RepositoryFiles.Read("infra/scale.json"))![size]!;
        foreach (var program in (string[])["api", "warmer", "otel-collector"])
        {
            Assert.True(
                JsonNode.DeepEquals(data[program], evaluation.Program(program)["properties"]!["template"]!["scale"]), program);
        }

        var rules = data["api"]!["rules"]!.AsArray().ToDictionary(rule => (string)rule!["name"]!, rule => rule!);
        Assert.Equal("70", GetMetadata(rules["cpu"], "value"));
        Assert.Equal("80", GetMetadata(rules["memory"], "value"));
        Assert.All(rules.Values.Where(rule => (string?)rule["custom"]?["type"] == "cron"), rule =>
        {
            Assert.NotNull(TimeZoneInfo.FindSystemTimeZoneById(GetMetadata(rule, "timezone")));
            Assert.NotEqual(GetMetadata(rule, "start"), GetMetadata(rule, "end"));
            Assert.InRange(int.Parse(GetMetadata(rule, "desiredReplicas"), CultureInfo.InvariantCulture), 4, 20);
        });
        string[] expected = ["cpu", "earnings-reports", "earnings-season", "http", "market-morning", "memory"];
        if (size == "production") Assert.Equal(expected, rules.Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>
    /// With full caches a process uses at most 60 % of its container's memory. Beyond 80 % the memory rule would keep the API at its
    /// maximum.
    /// </summary>
    [Theory]
    [MemberData(nameof(Infrastructure.Sizes), MemberType = typeof(Infrastructure))]
    public async Task Full_caches_leave_the_memory_rule_at_rest(string size)
    {
        var evaluation = await infrastructure.GetAsync(size);
        var memory = (string)evaluation.Container("api")["resources"]!["memory"]!;
        var limit = 1024 * int.Parse(memory.Replace("Gi", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        var variables = evaluation.GetVariables("api");
        var responses = int.Parse(variables["EdgarApi__Cache__MemoryMegabytes"]!, CultureInfo.InvariantCulture);
        var facts = int.Parse(variables["EdgarApi__Facts__CacheMegabytes"]!, CultureInfo.InvariantCulture);

        Assert.Equal((limit / 8, limit / 4), (responses, facts));
        Assert.InRange((double)(responses + facts + MeasuredMegabytes) / limit, 0.3, 0.6);
    }

    /// <summary>As many processes as the scale rule allows, each with all its pools, stay within the primary's connections.</summary>
    [Theory]
    [MemberData(nameof(Infrastructure.Sizes), MemberType = typeof(Infrastructure))]
    public async Task The_pools_of_all_processes_fit_into_the_connections_of_the_primary(string size)
    {
        var evaluation = await infrastructure.GetAsync(size);
        var pool = int.Parse(evaluation.GetVariables("api")["EdgarApi__Postgres__MaxPoolSize"]!, CultureInfo.InvariantCulture);
        var instances = GetReplicas(evaluation, "api").Max;
        var connections = (int)JsonNode.Parse(RepositoryFiles.Read("infra/sizes.json"))![size]!["database"]!["maxConnections"]!;
        var (values, prices) = (PlanningValues.Read(), PriceList.Read());
        var planner = new CapacityPlanner(values, prices);

        Assert.InRange(
            instances * (values.Limits.PoolsPerInstance * pool + values.Limits.FixedConnectionsPerInstance),
            1, planner.GetConnectionBudget(connections));
        Assert.Equal(planner.GetPoolSize(connections, instances), pool);
    }

    private static (int Min, int Max) GetReplicas(Evaluation evaluation, string program)
    {
        var scale = evaluation.Program(program)["properties"]!["template"]!["scale"]!;
        return ((int)scale["minReplicas"]!, (int)scale["maxReplicas"]!);
    }

    private static string GetMetadata(JsonNode rule, string name) => (string)rule["custom"]!["metadata"]![name]!;

    [GeneratedRegex(@"createObject\('name', '([^']+)', 'host', reference\('[^']*/([^'/]+)'")]
    private static partial Regex Server();
}
