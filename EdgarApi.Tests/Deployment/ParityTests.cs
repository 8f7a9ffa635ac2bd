using System.Text.RegularExpressions;
using EdgarApi.Tests.AppHost;
using EdgarApi.Tests.Architecture;

namespace EdgarApi.Tests.Deployment;

/// <summary>The AppHost is the source of truth: the modules set what it publishes, and nothing else.</summary>
public sealed partial class ParityTests(Infrastructure infrastructure)
{
    [Fact]
    public async Task The_modules_set_exactly_what_the_AppHost_publishes()
    {
        var resources = await PublishedManifest.GetResourcesAsync();

        Assert.Empty(ManifestDifferences.Find(resources, await infrastructure.GetAsync("production")));
        // Size small has no CDN.
        Assert.Equal(
            ["warmer: only the AppHost sets EdgarApi__Edge__PurgeUrl"],
            ManifestDifferences.Find(resources, await infrastructure.GetAsync("small")));
    }

    [Fact]
    public async Task A_variable_that_only_the_AppHost_sets_is_a_difference()
    {
        var resources = await PublishedManifest.GetResourcesAsync();
        resources["api"]!["env"]!["EdgarApi__New"] = "value";

        var differences = ManifestDifferences.Find(resources, await infrastructure.GetAsync("production"));

        Assert.Equal(["api: only the AppHost sets EdgarApi__New"], differences);
    }

    [Fact]
    public async Task A_variable_that_only_a_module_sets_another_value_and_another_project_are_differences()
    {
        var resources = await PublishedManifest.GetResourcesAsync();
        resources["warmer"]!["env"]!.AsObject().Remove("EdgarApi__Ingest__Source");
        resources["api"]!["env"]!["EdgarApi__TrustedProxies__0"] = "10.0.0.0/8";
        resources["api"]!["bindings"]!["http"]!.AsObject().Remove("external");
        resources["reports"] = resources["api"]!.DeepClone();

        var differences = ManifestDifferences.Find(resources, await infrastructure.GetAsync("production"));

        Assert.Equal(
            [
                "infra has no module for the project reports",
                "warmer: only infra sets EdgarApi__Ingest__Source",
                "api: EdgarApi__TrustedProxies__0 is 100.100.0.0/16 in infra, but 10.0.0.0/8 in the AppHost",
                "api: the AppHost and infra differ in who can reach it",
            ],
            differences);
    }

    /// <summary>The manifest has no paths of probes; the source of the AppHost has.</summary>
    [Theory]
    [InlineData("api")]
    [InlineData("warmer")]
    public async Task Readiness_is_the_health_check_of_the_AppHost(string program)
    {
        var declaration = ProjectDeclaration().Matches(RepositoryFiles.Read("EdgarApi.AppHost/AppHost.cs"))
            .Single(match => match.Groups[1].Value == program).Value;
        var path = HealthCheck().Match(declaration).Groups[1].Value;
        var probes = (await infrastructure.GetAsync("production")).Container(program)["probes"]!.AsArray();

        Assert.Equal(path, (string)probes.Single(probe => (string)probe!["type"]! == "Readiness")!["httpGet"]!["path"]!);
    }

    [GeneratedRegex("AddProject<[^>]+>\\(\"(\\w+)\"\\).*?;", RegexOptions.Singleline)]
    private static partial Regex ProjectDeclaration();

    [GeneratedRegex("WithHttpHealthCheck\\(\"([^\"]+)\"\\)")]
    private static partial Regex HealthCheck();
}
