using System.Text.Json.Nodes;

namespace EdgarApi.Tests.Deployment;

/// <summary>Encryption, addresses, identities and secrets in the evaluated templates, whatever their details are.</summary>
public sealed class SecurityPolicyTests(Infrastructure infrastructure)
{
    private static readonly string[] Programs = ["Microsoft.App/containerApps", "Microsoft.App/jobs"];

    [Theory]
    [MemberData(nameof(Infrastructure.Sizes), MemberType = typeof(Infrastructure))]
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
        var settings = evaluation.DatabaseSettings;
        Assert.Equal("TLSv1.2", settings["ssl_min_protocol_version"]);
        Assert.Equal("on", settings["require_secure_transport"]);
        Assert.NotEmptyAndAll(
            evaluation.OfType("Microsoft.App/containerApps").Where(app => (string)app["name"]! != "otel-collector"),
            app => Assert.False((bool)app["properties"]!["configuration"]!["ingress"]!["allowInsecure"]!));
    }

    [Theory]
    [MemberData(nameof(Infrastructure.Sizes), MemberType = typeof(Infrastructure))]
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
    [MemberData(nameof(Infrastructure.Sizes), MemberType = typeof(Infrastructure))]
    public async Task Programs_use_identities_and_no_template_contains_a_secret(string size)
    {
        var evaluation = await infrastructure.GetAsync(size);
        var programs = Programs.SelectMany(evaluation.OfType)
            .ToDictionary(program => Assert.Single(program["identity"]!["userAssignedIdentities"]!.AsObject()).Key);

        Assert.NotEmptyAndAll(GetConfigured("registries"), registry =>
        {
            Assert.Equal(registry.Identity, (string)registry.Item["identity"]!);
            Assert.Null(registry.Item["passwordSecretRef"]);
        });
        Assert.NotEmptyAndAll(GetConfigured("secrets"), secret =>
        {
            Assert.Equal(secret.Identity, (string)secret.Item["identity"]!);
            Assert.StartsWith("https://kv-", (string)secret.Item["keyVaultUrl"]!, StringComparison.Ordinal);
            Assert.Null(secret.Item["value"]);
        });
        Assert.False((bool)Assert.Single(evaluation.OfType("Microsoft.ContainerRegistry/registries"))["properties"]!["adminUserEnabled"]!);
        Assert.All(evaluation.Snapshots.Values, snapshot => Assert.All(
            (string[])["CACHE_SIGNING_KEY", "ADMIN_API_KEY", "WARMING_API_KEY"],
            secret => Assert.DoesNotContain(Infrastructure.OperatorVariables[secret], snapshot, StringComparison.Ordinal)));

        // Programs of public images have no registry.
        IEnumerable<(string Identity, JsonNode Item)> GetConfigured(string name) => programs.SelectMany(program =>
            (program.Value["properties"]!["configuration"]![name]?.AsArray() ?? []).Select(item => (program.Key, item!)));
    }

    /// <summary>Passwords do not exist. The migration's identity is the administrator, and lets the others in.</summary>
    [Theory]
    [MemberData(nameof(Infrastructure.Sizes), MemberType = typeof(Infrastructure))]
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
            var variables = evaluation.GetVariables(program);
            Assert.Equal("Entra", variables["EdgarApi__Postgres__Authentication"]);
            Assert.Contains($"Username=id-{program};", variables["ConnectionStrings__edgardb"], StringComparison.Ordinal);
            Assert.Contains("SSL Mode=VerifyFull", variables["ConnectionStrings__edgardb"], StringComparison.Ordinal);
        }

        var job = evaluation.GetVariables("migrate");
        Assert.Equal(
            ("id-api", "id-warmer"), (job["EdgarApi__Bootstrap__Principals__0"], job["EdgarApi__Bootstrap__Principals__1"]));
    }

    [Theory]
    [MemberData(nameof(Infrastructure.Sizes), MemberType = typeof(Infrastructure))]
    public async Task No_output_contains_a_secret(string size) => Assert.NotEmptyAndAll(
        (await infrastructure.GetAsync(size)).Templates[Infrastructure.Main]["outputs"]!.AsObject(),
        output =>
        {
            Assert.DoesNotContain("listKeys", $"{output.Value}", StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("parameters(", $"{output.Value}", StringComparison.Ordinal);
        });
}
