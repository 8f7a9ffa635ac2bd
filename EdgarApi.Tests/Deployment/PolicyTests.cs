using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EdgarApi.Financials.Companies;
using EdgarApi.Tests.Architecture;
using EdgarApi.Warmer.Edge;
using Microsoft.Extensions.Hosting;

namespace EdgarApi.Tests.Deployment;

/// <summary>What must hold for the evaluated templates, whatever their details are.</summary>
public sealed partial class PolicyTests(Infrastructure infrastructure)
{
    public static readonly TheoryData<string> Sizes = ["small", "production"];

    private static readonly string[] Programs = ["Microsoft.App/containerApps", "Microsoft.App/jobs"];

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Nothing_accepts_TLS_below_1_2(string size)
    {
        var evaluation = await infrastructure.GetAsync(size);

        Assert.NotEmptyAndAll(evaluation.OfType("Microsoft.Cache/redisEnterprise"), cache =>
            Assert.Equal("1.2", (string)cache["properties"]!["minimumTlsVersion"]!));
        Assert.NotEmptyAndAll(evaluation.OfType("Microsoft.Cache/redisEnterprise/databases"), database =>
            Assert.Equal("Encrypted", (string)database["properties"]!["clientProtocol"]!));
        Assert.NotEmptyAndAll(evaluation.OfType("Microsoft.Storage/storageAccounts"), account =>
        {
            Assert.Equal("TLS1_2", (string)account["properties"]!["minimumTlsVersion"]!);
            Assert.True((bool)account["properties"]!["supportsHttpsTrafficOnly"]!);
        });
        var settings = GetDatabaseSettings(evaluation);
        Assert.Equal("TLSv1.2", settings["ssl_min_protocol_version"]);
        Assert.Equal("on", settings["require_secure_transport"]);
        Assert.NotEmptyAndAll(
            evaluation.OfType("Microsoft.App/containerApps").Where(app => (string)app["name"]! != "otel-collector"),
            app => Assert.False((bool)app["properties"]!["configuration"]!["ingress"]!["allowInsecure"]!));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Databases_cache_secrets_and_files_have_no_public_address(string size)
    {
        var evaluation = await infrastructure.GetAsync(size);

        Assert.NotEmptyAndAll(evaluation.OfType("Microsoft.DBforPostgreSQL/flexibleServers"), server =>
            Assert.Equal("Disabled", (string)server["properties"]!["network"]!["publicNetworkAccess"]!));
        string[] types = ["Microsoft.Cache/redisEnterprise", "Microsoft.KeyVault/vaults", "Microsoft.Storage/storageAccounts"];
        foreach (var type in types)
        {
            Assert.NotEmptyAndAll(evaluation.OfType(type), resource =>
                Assert.Equal("Disabled", (string)resource["properties"]!["publicNetworkAccess"]!));
        }
    }

    [Fact]
    public async Task In_production_requests_reach_the_API_through_Front_Door_only()
    {
        var evaluation = await infrastructure.GetAsync("production");

        var environment = Assert.Single(evaluation.OfType("Microsoft.App/managedEnvironments"));
        Assert.Equal("Disabled", (string)environment["properties"]!["publicNetworkAccess"]!);
        Assert.True((bool)environment["properties"]!["zoneRedundant"]!);
        var origin = Assert.Single(evaluation.OfType("Microsoft.Cdn/profiles/originGroups/origins"));
        Assert.Equal(
            (string)environment["id"]!, (string)origin["properties"]!["sharedPrivateLinkResource"]!["privateLink"]!["id"]!);
        Assert.NotEmptyAndAll(
            evaluation.OfType("Microsoft.App/containerApps").Where(app => (string)app["name"]! != "api"),
            app => Assert.False((bool)app["properties"]!["configuration"]!["ingress"]!["external"]!));
    }

    /// <summary>Programs have identities of their own, images are pulled with them, and every secret is in the vault.</summary>
    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Programs_use_identities_and_no_template_contains_a_secret(string size)
    {
        var evaluation = await infrastructure.GetAsync(size);
        var identities = new List<string>();

        Assert.NotEmptyAndAll(Programs.SelectMany(evaluation.OfType), program =>
        {
            var identity = Assert.Single(program["identity"]!["userAssignedIdentities"]!.AsObject()).Key;
            identities.Add(identity);
            var configuration = program["properties"]!["configuration"]!;
            Assert.All(configuration["registries"]?.AsArray() ?? [], registry =>
            {
                Assert.Equal(identity, (string)registry!["identity"]!);
                Assert.Null(registry["passwordSecretRef"]);
            });
            Assert.All(configuration["secrets"]?.AsArray() ?? [], secret =>
            {
                Assert.Equal(identity, (string)secret!["identity"]!);
                Assert.StartsWith("https://kv-", (string)secret["keyVaultUrl"]!, StringComparison.Ordinal);
                Assert.Null(secret["value"]);
            });
        });
        Assert.Distinct(identities);
        Assert.False((bool)Assert.Single(evaluation.OfType("Microsoft.ContainerRegistry/registries"))["properties"]!["adminUserEnabled"]!);
        Assert.All(evaluation.Snapshots.Values, snapshot => Assert.All(
            (string[])["CACHE_SIGNING_KEY", "ADMIN_API_KEY", "WARMING_API_KEY"],
            secret => Assert.DoesNotContain(Infrastructure.OperatorVariables[secret], snapshot, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task What_keeps_logs_sends_them_to_the_workspace(string size)
    {
        var evaluation = await infrastructure.GetAsync(size);
        var workspace = (string)Assert.Single(evaluation.OfType("Microsoft.OperationalInsights/workspaces"))["id"]!;
        var observed = evaluation.OfType("Microsoft.Insights/diagnosticSettings")
            .Where(setting => (string)setting["properties"]!["workspaceId"]! == workspace)
            .Select(setting => ((string)setting["id"]!).Split("/providers/Microsoft.Insights/")[0]).ToHashSet();
        string[] types =
        [
            "Microsoft.App/managedEnvironments", "Microsoft.DBforPostgreSQL/flexibleServers", "Microsoft.Cache/redisEnterprise",
            "Microsoft.KeyVault/vaults", "Microsoft.ContainerRegistry/registries", "Microsoft.Cdn/profiles",
        ];

        Assert.NotEmptyAndAll(types.SelectMany(evaluation.OfType), resource => Assert.Contains((string)resource["id"]!, observed));
    }

    /// <summary>azd finds what belongs to an environment, and the app of a service, by tags.</summary>
    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Whatever_has_a_place_has_the_tag_of_the_environment(string size)
    {
        var evaluation = await infrastructure.GetAsync(size);

        Assert.NotEmptyAndAll(
            evaluation.Resources.Where(resource => resource["location"] is not null),
            resource => Assert.Equal("example", (string?)resource["tags"]?["azd-env-name"]));
        foreach (var program in Infrastructure.Programs)
            Assert.Equal(program, (string?)evaluation.Program(program)["tags"]!["azd-service-name"]);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Apps_have_all_probes_and_more_time_to_stop_than_the_host_takes(string size)
    {
        var evaluation = await infrastructure.GetAsync(size);

        Assert.NotEmptyAndAll(evaluation.OfType("Microsoft.App/containerApps"), app =>
        {
            var template = app["properties"]!["template"]!;
            Assert.True((int)template["terminationGracePeriodSeconds"]! > new HostOptions().ShutdownTimeout.TotalSeconds);
            Assert.Equal(
                ["Liveness", "Readiness", "Startup"],
                template["containers"]![0]!["probes"]!.AsArray().Select(probe => (string)probe!["type"]!).Order(StringComparer.Ordinal));
        });
    }

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

    /// <summary>Passwords do not exist. The migration's identity is the administrator, and lets the others in.</summary>
    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Databases_know_identities_only(string size)
    {
        var evaluation = await infrastructure.GetAsync(size);

        Assert.NotEmptyAndAll(evaluation.OfType("Microsoft.DBforPostgreSQL/flexibleServers"), server =>
        {
            Assert.Equal("Enabled", (string)server["properties"]!["authConfig"]!["activeDirectoryAuth"]!);
            Assert.Equal("Disabled", (string)server["properties"]!["authConfig"]!["passwordAuth"]!);
            Assert.Null(server["properties"]!["administratorLoginPassword"]);
        });
        var administrator = Assert.Single(evaluation.OfType("Microsoft.DBforPostgreSQL/flexibleServers/administrators"));
        Assert.StartsWith("id-migrate-", (string)administrator["properties"]!["principalName"]!, StringComparison.Ordinal);
        foreach (var program in (string[])["api", "warmer", "migrate"])
        {
            var variables = GetVariables(evaluation, program);
            Assert.Equal("Entra", variables["EdgarApi__Postgres__Authentication"]);
            Assert.Contains($"Username=id-{program};", variables["ConnectionStrings__edgardb"], StringComparison.Ordinal);
            Assert.Contains("SSL Mode=VerifyFull", variables["ConnectionStrings__edgardb"], StringComparison.Ordinal);
        }

        var job = GetVariables(evaluation, "migrate");
        Assert.Equal(
            ("id-api", "id-warmer"), (job["EdgarApi__Bootstrap__Principals__0"], job["EdgarApi__Bootstrap__Principals__1"]));
    }

    /// <summary>A spelling that the edge caches and the Warmer does not purge would be a day old at worst.</summary>
    [Fact]
    public async Task The_edge_caches_only_what_the_Warmer_purges_and_only_the_Warmer_may_purge()
    {
        var evaluation = await infrastructure.GetAsync("production");
        var rule = evaluation.OfType("Microsoft.Cdn/profiles/ruleSets/rules")
            .Single(rule => $"{rule["name"]}".EndsWith("/overviews", StringComparison.Ordinal));
        var cached = new Regex((string)rule["properties"]!["conditions"]![0]!["parameters"]!["matchValues"]![0]!);
        string[] tickers = ["BRK-A", "BRK-B", "AKO-A", "BAC-PK", "X", "GOOGL", "AAC-UN"];
        var purged = EdgePaths.GetBatches([new(new Cik(1067983), 1, tickers)]).Single();

        Assert.NotEmptyAndAll(purged, path => Assert.Matches(cached, path));
        string[] others =
        [
            "brk.b", "brk%2Fb", "aapl-us", "aapl.us", "nasdaq:aapl", "cik1067983", "cik1234", "0320193", "00320193", "00000320193", "a/b",
        ];
        Assert.All(others, id => Assert.DoesNotMatch(cached, $"/api/v1/companies/{id}/overview"));
        Assert.DoesNotMatch(cached, "/api/v1/companies/aapl/statements/income");

        var role = Assert.Single(evaluation.OfType("Microsoft.Authorization/roleDefinitions"));
        Assert.Equal(
            ["Microsoft.Cdn/profiles/afdEndpoints/purge/action"],
            role["properties"]!["permissions"]![0]!["actions"]!.AsArray().Select(action => (string)action!)
                .Where(action => !action.EndsWith("/read", StringComparison.Ordinal)));
        var assignment = Assert.Single(
            evaluation.OfType("Microsoft.Authorization/roleAssignments"),
            assignment => (string)assignment["properties"]!["roleDefinitionId"]! == (string)role["id"]!);
        Assert.Contains("id-warmer-", $"{assignment["properties"]!["principalId"]}", StringComparison.Ordinal);
        Assert.Contains(
            "/purge?api-version=2024-02-01", (string)evaluation.Templates[Infrastructure.Main]["outputs"]!["PURGE_URL"]!,
            StringComparison.Ordinal);
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

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task No_output_contains_a_secret(string size) => Assert.NotEmptyAndAll(
        (await infrastructure.GetAsync(size)).Templates[Infrastructure.Main]["outputs"]!.AsObject(),
        output =>
        {
            Assert.DoesNotContain("listKeys", $"{output.Value}", StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("parameters(", $"{output.Value}", StringComparison.Ordinal);
        });

    [Fact]
    public async Task The_database_has_the_tuning_of_the_requirements_which_local_runs_have_too()
    {
        var settings = GetDatabaseSettings(await infrastructure.GetAsync("production"));
        var local = RepositoryFiles.Read("EdgarApi.AppHost/postgres/node.sh");

        string[] names = ["autovacuum", "autovacuum_vacuum_scale_factor", "autovacuum_analyze_scale_factor", "hot_standby_feedback"];
        foreach (var name in names)
            Assert.Contains($"-c {name}={settings[name]} ", local, StringComparison.Ordinal);
        Assert.Equal(("0.1", "0.05"), (settings["autovacuum_vacuum_scale_factor"], settings["autovacuum_analyze_scale_factor"]));
    }

    /// <summary>The rules of scale.json arrive unchanged: 70 % CPU, 80 % memory, values as text, windows that end.</summary>
    [Theory]
    [MemberData(nameof(Sizes))]
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
    /// maximum. Beside full caches a process needs at most the 326 MB that docs/performance.md measures.
    /// </summary>
    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Full_caches_leave_the_memory_rule_at_rest(string size)
    {
        var container = (await infrastructure.GetAsync(size)).Container("api");
        var limit = 1024 * double.Parse(((string)container["resources"]!["memory"]!).Replace("Gi", "", StringComparison.Ordinal),
            CultureInfo.InvariantCulture);
        var variables = GetVariables(await infrastructure.GetAsync(size), "api");
        var caches = int.Parse(variables["EdgarApi__Cache__MemoryMegabytes"]!, CultureInfo.InvariantCulture)
            + int.Parse(variables["EdgarApi__Facts__CacheMegabytes"]!, CultureInfo.InvariantCulture);

        Assert.InRange((caches + 326) / limit, 0.3, 0.6);
    }

    /// <summary>Both programs mount the share of datasets at the folder of their setting, and only the Warmer may write to it.</summary>
    [Theory]
    [InlineData("api", "ReadOnly")]
    [InlineData("warmer", "ReadWrite")]
    public async Task Datasets_are_written_by_the_Warmer_and_read_by_the_API(string program, string accessMode)
    {
        var evaluation = await infrastructure.GetAsync("production");
        var folder = GetVariables(evaluation, program)["EdgarApi__Datasets__Directory"];
        var mount = Assert.Single(
            evaluation.Container(program)["volumeMounts"]!.AsArray(), mount => (string)mount!["mountPath"]! == folder)!;
        var volume = Assert.Single(
            evaluation.Program(program)["properties"]!["template"]!["volumes"]!.AsArray(),
            volume => (string)volume!["name"]! == (string)mount["volumeName"]!)!;
        var storage = Assert.Single(
            evaluation.OfType("Microsoft.App/managedEnvironments/storages"),
            storage => ((string)storage["name"]!).EndsWith($"/{volume["storageName"]}", StringComparison.Ordinal));

        Assert.Equal(accessMode, (string)storage["properties"]!["azureFile"]!["accessMode"]!);
        Assert.EndsWith("datasets", (string)storage["properties"]!["azureFile"]!["shareName"]!, StringComparison.Ordinal);
    }

    /// <summary>The variables of a program's container; null for those from secrets.</summary>
    private static Dictionary<string, string?> GetVariables(Evaluation evaluation, string program) =>
        evaluation.Container(program)["env"]!.AsArray()
            .ToDictionary(variable => (string)variable!["name"]!, variable => (string?)variable!["value"]);

    private static (int Min, int Max) GetReplicas(Evaluation evaluation, string program)
    {
        var scale = evaluation.Program(program)["properties"]!["template"]!["scale"]!;
        return ((int)scale["minReplicas"]!, (int)scale["maxReplicas"]!);
    }

    private static string GetMetadata(JsonNode rule, string name) => (string)rule["custom"]!["metadata"]![name]!;

    private static Dictionary<string, string> GetDatabaseSettings(Evaluation evaluation) =>
        evaluation.OfType("Microsoft.DBforPostgreSQL/flexibleServers/configurations").ToDictionary(
            setting => ((string)setting["name"]!).Split('/')[1], setting => (string)setting["properties"]!["value"]!);

    [GeneratedRegex(@"createObject\('name', '([^']+)', 'host', reference\('[^']*/([^'/]+)'")]
    private static partial Regex Server();
}
