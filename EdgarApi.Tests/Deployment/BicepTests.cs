using EdgarApi.Tests.Architecture;

namespace EdgarApi.Tests.Deployment;

/// <summary>Templates compile without any diagnostic and evaluate to the committed snapshots. Each check fails when it should.</summary>
public sealed class BicepTests(Infrastructure infrastructure)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A wrong property is only a warning, with exit code 0, so any output is a failure.</summary>
    [Fact]
    public async Task Every_template_and_parameter_file_compiles_without_a_diagnostic()
    {
        var folder = RepositoryFiles.GetPath("infra");
        var lint = await BicepCompiler.RunAsync(folder, Infrastructure.Variables, "lint", "--pattern", "**/*.bicep");
        Assert.Equal((0, "", ""), (lint.ExitCode, lint.Output, lint.Errors));

        var parameters = await BicepCompiler.RunAsync(folder, Infrastructure.Variables, "lint", "--pattern", "*.bicepparam");
        Assert.Equal((0, "", ""), (parameters.ExitCode, parameters.Output, parameters.Errors));
    }

    /// <summary>After an intended change: run with <c>EDGAR_RECORD_SNAPSHOTS=1</c>, and review the difference like code.</summary>
    [Fact]
    public async Task The_templates_evaluate_to_the_committed_snapshots()
    {
        var production = await infrastructure.GetAsync("production");
        foreach (var (template, snapshot) in production.Snapshots)
        {
            var file = RepositoryFiles.GetPath($"infra/{template}.snapshot.json");
            if (Environment.GetEnvironmentVariable("EDGAR_RECORD_SNAPSHOTS") == "1") await File.WriteAllTextAsync(file, snapshot, Token);
            Assert.Equal(await File.ReadAllTextAsync(file, Token), snapshot);
        }
    }

    [Fact]
    public async Task A_misspelled_property_is_a_diagnostic()
    {
        var folder = Infrastructure.Copy();
        await ReplaceAsync(folder, "migrate.bicep", "replicaRetryLimit", "replicaRetryLimits");

        var lint = await BicepCompiler.RunAsync(folder, Infrastructure.Variables, "lint", "migrate.bicep");

        Assert.Equal(0, lint.ExitCode); // the compiler does not mind, so the test above looks at the output
        Assert.Contains("replicaRetryLimits", lint.Output + lint.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("main", "ADMIN_API_KEY")]
    [InlineData("main", "ALERT_EMAIL")]
    [InlineData("api", "SEC_CONTACT")]
    [InlineData("migrate", "SERVICE_MIGRATE_IMAGE_NAME")]
    public async Task A_variable_that_is_not_set_stops_the_deployment(string template, string variable)
    {
        var variables = Infrastructure.Variables.Where(other => other.Key != variable).ToDictionary();

        var run = await Infrastructure.SnapshotAsync(Infrastructure.Copy(), template, "overwrite", variables);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains($"Environment variable \"{variable}\" does not exist", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_size_differs_from_the_committed_snapshot()
    {
        var folder = Infrastructure.Copy();
        await ReplaceAsync(folder, "sizes.json", "Balanced_B5", "Balanced_B10");

        var run = await Infrastructure.SnapshotAsync(folder, Infrastructure.Main, "validate");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("Balanced_B10", run.Output + run.Errors, StringComparison.Ordinal);
    }

    private static async Task ReplaceAsync(string folder, string file, string old, string replacement)
    {
        var path = Path.Combine(folder, file);
        var text = await File.ReadAllTextAsync(path, Token);
        Assert.Contains(old, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, text.Replace(old, replacement, StringComparison.Ordinal), Token);
    }
}
