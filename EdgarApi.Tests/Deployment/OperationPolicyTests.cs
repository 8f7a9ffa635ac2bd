using System.Text.RegularExpressions;
using EdgarApi.Financials.Companies;
using EdgarApi.Warmer.Edge;
using Microsoft.Extensions.Hosting;

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
}
