namespace EdgarApi.Tests.AppHost;

/// <summary>The manifest that the AppHost publishes: projects, and values that the deployment provides.</summary>
public sealed class ManifestTests
{
    [Fact]
    public async Task The_manifest_has_the_projects_and_a_parameter_for_each_value_of_the_deployment()
    {
        var resources = await PublishedManifest.GetResourcesAsync();

        Assert.Equal(
            ["api", "api-cache-megabytes", "api-client-id", "api-facts-megabytes", "api-pool-size", "cache-signing-key", "edgardb",
                "edgardb-analytics", "edgardb-analytics-connection", "edgardb-api", "edgardb-api-connection", "edgardb-connection",
                "purge-url", "redis", "redis-connection", "sec-contact", "warmer", "warmer-client-id", "warming-api-key"],
            resources.Select(resource => resource.Key).Order(StringComparer.Ordinal));
        foreach (var project in (string[])["api", "warmer"])
        {
            Assert.StartsWith("project.", (string)resources[project]!["type"]!, StringComparison.Ordinal);
            Assert.Equal("{redis.connectionString}", (string)resources[project]!["env"]!["ConnectionStrings__redis"]!);
            Assert.Equal("{cache-signing-key.value}", (string)resources[project]!["env"]!["EdgarApi__Cache__SigningKey"]!);
            Assert.Equal("http://*:9464", (string)resources[project]!["env"]!["EdgarApi__MetricsUrl"]!);
        }
        Assert.Null(resources["api"]!["args"]); // how a local run starts the program
        Assert.DoesNotContain("DevelopmentKey", resources.ToJsonString(), StringComparison.Ordinal);
    }
}
