using System.Text.RegularExpressions;
using EdgarApi.Tests.AppHost;
using EdgarApi.Tests.Architecture;

namespace EdgarApi.Tests.Deployment;

/// <summary>The AppHost is the source of truth: the modules set what it publishes, and nothing else.</summary>
public sealed partial class ParityTests(Infrastructure infrastructure)
{
    [Theory]
    [InlineData("production")]
    [InlineData("small")]
    public async Task The_modules_set_exactly_what_the_AppHost_publishes(string size) =>
        Assert.Empty(ManifestDifferences.Find(await PublishedManifest.GetResourcesAsync(), await infrastructure.GetAsync(size)));

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

    /// <summary>The first deployment has no key yet. An empty one would be an error for the vault, a wrong one for the API.</summary>
    [Fact]
    public async Task Without_a_key_the_Warmer_has_no_variable_for_it()
    {
        var folder = Infrastructure.Copy();
        var variables = Infrastructure.Variables.Where(variable => variable.Key != "WARMING_API_KEY").ToDictionary();

        var run = await Infrastructure.SnapshotAsync(folder, "warmer", "overwrite", variables);

        Assert.True(run.ExitCode == 0, run.Errors);
        var snapshot = await File.ReadAllTextAsync(Path.Combine(folder, "warmer.snapshot.json"), TestContext.Current.CancellationToken);
        Assert.DoesNotContain("Warming__ApiKey", snapshot, StringComparison.Ordinal);
        Assert.DoesNotContain("warming-api-key", snapshot, StringComparison.Ordinal);
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
