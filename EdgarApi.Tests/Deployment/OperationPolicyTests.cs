using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EdgarApi.Contracts;
using EdgarApi.Financials.Companies;
using EdgarApi.Tests.Architecture;
using EdgarApi.Warmer.Edge;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace EdgarApi.Tests.Deployment;

/// <summary>Logs, tags, probes, the edge and shared files in the evaluated templates, whatever their details are.</summary>
public sealed class OperationPolicyTests(Infrastructure infrastructure)
{
    [Theory]
    [MemberData(nameof(Infrastructure.Sizes), MemberType = typeof(Infrastructure))]
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
    [MemberData(nameof(Infrastructure.Sizes), MemberType = typeof(Infrastructure))]
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
    [MemberData(nameof(Infrastructure.Sizes), MemberType = typeof(Infrastructure))]
    public async Task Apps_have_all_probes(string size)
    {
        var evaluation = await infrastructure.GetAsync(size);

        Assert.NotEmptyAndAll(evaluation.OfType("Microsoft.App/containerApps"), app =>
        {
            var template = app["properties"]!["template"]!;
            Assert.Equal(
                ["Liveness", "Readiness", "Startup"],
                template["containers"]![0]!["probes"]!.AsArray().Select(probe => (string)probe!["type"]!).Order(StringComparer.Ordinal));
        });
    }

    [Theory]
    [InlineData("api", "EdgarApi.Api")]
    [InlineData("warmer", "EdgarApi.Warmer")]
    public async Task A_program_has_more_time_to_stop_than_its_host_takes(string program, string project)
    {
        var evaluation = await infrastructure.GetAsync("production");
        var variables = evaluation.GetVariables(program).Where(variable => variable.Value is not null)
            .Select(variable => $"{variable.Key.Replace("__", ":", StringComparison.Ordinal)}={variable.Value}");

        using var host = BuiltHost.From(Assembly.Load(project), ["--contentRoot", RepositoryFiles.GetPath(project), .. variables]);

        var timeout = host.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout;
        var grace = (int)evaluation.Program(program)["properties"]!["template"]!["terminationGracePeriodSeconds"]!;
        Assert.InRange(timeout.TotalSeconds, 1, grace - 1);
    }

    /// <summary>A spelling that the edge caches and the Warmer does not purge would be a day old at worst.</summary>
    [Fact]
    public async Task The_edge_caches_only_what_the_Warmer_purges_and_only_the_Warmer_may_purge()
    {
        var evaluation = await infrastructure.GetAsync("production");
        var cached = GetPattern(GetRule(evaluation, "companies"));
        string[] tickers = ["BRK-A", "BRK-B", "AKO-A", "BAC-PK", "X", "GOOGL", "AAC-UN"];
        var purged = EdgePaths.GetBatches([new(new Cik(1067983), 1, tickers)]).Single();

        Assert.NotEmptyAndAll(purged, path => Assert.Matches(cached, path));
        string[] others =
        [
            "brk.b", "brk%2Fb", "aapl-us", "aapl.us", "nasdaq:aapl", "cik1067983", "cik1234", "0320193", "00320193", "00000320193", "a/b",
        ];
        Assert.All(others, id =>
        {
            Assert.DoesNotMatch(cached, $"/api/v1/companies/{id}");
            Assert.DoesNotMatch(cached, $"/api/v1/companies/{id}/overview");
        });
        string[] withKeys = ["/statements/income", "/overview.csv", "/filings"];
        Assert.All(withKeys, resource => Assert.DoesNotMatch(cached, $"/api/v1/companies/aapl{resource}"));

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

    /// <summary>Quotas and usage count a request with a key, which they could not if the edge had a copy of the response.</summary>
    [Fact]
    public async Task The_edge_caches_nothing_for_requests_with_a_key()
    {
        var evaluation = await infrastructure.GetAsync("production");

        Assert.NotEmptyAndAll(
            evaluation.OfType("Microsoft.Cdn/profiles/ruleSets/rules")
                .Where(rule => $"{rule}".Contains("cacheConfiguration", StringComparison.Ordinal)),
            rule =>
            {
                var absent = rule["properties"]!["conditions"]!.AsArray()
                    .Where(condition => (string)condition!["name"]! == "RequestHeader")
                    .Select(condition => condition!["parameters"]!)
                    .Where(header => (string)header["operator"]! == "Any" && (bool)header["negateCondition"]!)
                    .Select(header => (string)header["selector"]!);
                Assert.Equal([HeaderNames.Authorization, ApiHeaders.ApiKey], absent.Order(StringComparer.Ordinal));
            });
        Assert.DoesNotContain(
            evaluation.OfType("Microsoft.Cdn/profiles/afdEndpoints/routes"),
            route => $"{route}".Contains("cacheConfiguration", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_edge_does_not_forward_the_paths_of_operators()
    {
        var rule = GetRule(await infrastructure.GetAsync("production"), "internal");
        var withheld = GetPattern(rule);

        string[] paths = ["/metrics", "/metrics/", "/health", "/health/", "/alive", "/alive/"];
        Assert.All(paths, path => Assert.Matches(withheld, path));
        string[] others = ["/api/v1/metrics", "/api/v1/metrics/Revenue", "/docs/health", "/healthy"];
        Assert.All(others, path => Assert.DoesNotMatch(withheld, path));
        Assert.Equal("UrlRedirect", (string)rule["properties"]!["actions"]!.AsArray().Single()!["name"]!);
        // The API decodes a path before it looks for an endpoint, and ignores case.
        Assert.Equal(
            ["UrlDecode", "Lowercase"],
            rule["properties"]!["conditions"]![0]!["parameters"]!["transforms"]!.AsArray().Select(transform => (string)transform!));
    }

    /// <summary>Both programs mount the share of datasets at the folder of their setting, and only the Warmer may write to it.</summary>
    [Theory]
    [InlineData("api", "ReadOnly")]
    [InlineData("warmer", "ReadWrite")]
    public async Task Datasets_are_written_by_the_Warmer_and_read_by_the_API(string program, string accessMode)
    {
        var evaluation = await infrastructure.GetAsync("production");
        var folder = evaluation.GetVariables(program)["EdgarApi__Datasets__Directory"];
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

    private static JsonNode GetRule(Evaluation evaluation, string name) => evaluation.OfType("Microsoft.Cdn/profiles/ruleSets/rules")
        .Single(rule => $"{rule["name"]}".EndsWith($"/{name}", StringComparison.Ordinal));

    /// <summary>The paths to which a rule of the edge applies.</summary>
    private static Regex GetPattern(JsonNode rule) => new((string)rule["properties"]!["conditions"]!.AsArray()
        .Single(condition => (string)condition!["name"]! == "UrlPath")!["parameters"]!["matchValues"]!.AsArray().Single()!);
}
