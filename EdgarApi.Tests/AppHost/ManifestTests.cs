using System.Diagnostics;
using System.Text.Json;

namespace EdgarApi.Tests.AppHost;

/// <summary>The manifest that the AppHost publishes: projects, and connection strings that the deployment provides.</summary>
public sealed class ManifestTests
{
    [Fact]
    public async Task The_manifest_has_the_projects_and_a_parameter_for_each_managed_store()
    {
        var file = Path.Combine(TestFolder.Create("manifest").FullName, "manifest.json");
        string[] arguments =
            ["exec", typeof(Projects.EdgarApi_AppHost).Assembly.Location, "--operation", "publish", "--publisher", "manifest",
                "--output-path", file];
        using var publish = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var output = await publish.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).InTimeAsync("the manifest");
        await publish.WaitForExitAsync(TestContext.Current.CancellationToken).InTimeAsync();
        Assert.True(publish.ExitCode == 0, output);

        using var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        var resources = manifest.RootElement.GetProperty("resources");
        Assert.Equal(
            ["api", "cache-signing-key", "edgardb", "edgardb-analytics", "edgardb-analytics-connection", "edgardb-api",
                "edgardb-api-connection", "edgardb-connection", "redis", "redis-connection", "warmer"],
            resources.EnumerateObject().Select(resource => resource.Name).Order(StringComparer.Ordinal));
        foreach (var project in (string[])["api", "warmer"])
        {
            Assert.StartsWith("project.", resources.GetProperty(project).GetProperty("type").GetString(), StringComparison.Ordinal);
            Assert.Equal("{redis.connectionString}", resources.GetProperty(project).GetProperty("env")
                .GetProperty("ConnectionStrings__redis").GetString());
            Assert.Equal("{cache-signing-key.value}", resources.GetProperty(project).GetProperty("env")
                .GetProperty("EdgarApi__Cache__SigningKey").GetString());
            Assert.Equal(
                "http://*:9464", resources.GetProperty(project).GetProperty("env").GetProperty("EdgarApi__MetricsUrl").GetString());
        }
        Assert.False(resources.GetProperty("api").TryGetProperty("args", out _)); // how a local run starts the program
        Assert.DoesNotContain("DevelopmentKey", manifest.RootElement.GetRawText(), StringComparison.Ordinal);
    }
}
