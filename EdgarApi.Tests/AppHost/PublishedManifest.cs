using System.Diagnostics;
using System.Text.Json.Nodes;
using EdgarApi.Tests.Architecture;

namespace EdgarApi.Tests.AppHost;

/// <summary>The manifest that the AppHost publishes, without settings of this machine.</summary>
internal static class PublishedManifest
{
    private static readonly Lazy<Task<string>> Text = new(PublishAsync);

    /// <summary>The resources by name, as a copy that the caller may change.</summary>
    public static async Task<JsonObject> GetResourcesAsync() => JsonNode.Parse(await Text.Value)!["resources"]!.AsObject();

    private static async Task<string> PublishAsync()
    {
        var file = Path.Combine(TestFolder.Create("manifest").FullName, "manifest.json");
        string[] arguments =
            ["exec", typeof(Projects.EdgarApi_AppHost).Assembly.Location, "--operation", "publish", "--publisher", "manifest",
                "--output-path", file];
        using var publish = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            // In the tests' own folder, the AppHost would read the settings file of a program as its own.
            WorkingDirectory = RepositoryFiles.GetPath("EdgarApi.AppHost"),
        })!;
        var output = await publish.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).InTimeAsync("the manifest");
        await publish.WaitForExitAsync(TestContext.Current.CancellationToken).InTimeAsync();
        Assert.True(publish.ExitCode == 0, output);
        return await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
    }
}
