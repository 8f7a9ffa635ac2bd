using Aspire.Hosting;
using Aspire.Hosting.Testing;

namespace EdgarApi.Tests.AppHost;

/// <summary>The whole system, started by its AppHost in a data folder of its own, with the bundled sample.</summary>
public sealed class RunningSystem : IAsyncLifetime
{
    public const string DevelopmentKey = "whole-system-tests";

    /// <summary>Long enough for a busy machine; a system that does not start fails rather than hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string _folder = DataFolder();

    public DistributedApplication App { get; private set; } = null!;

    public HttpClient Api { get; private set; } = null!;

    /// <summary>A folder that Postgres' own user may pass through.</summary>
    public static string DataFolder() => TestFolder.New("system");

    public static string[] Settings(string folder) =>
        ["--EdgarApi:Containers=false", $"--EdgarApi:DataDirectory={folder}", $"--EdgarApi:DevelopmentKey={DevelopmentKey}"];

    public async ValueTask InitializeAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.EdgarApi_AppHost>(Settings(_folder), patience.Token);
        App = await builder.BuildAsync(patience.Token);
        await App.StartAsync(patience.Token);
        await App.ResourceNotifications.WaitForResourceHealthyAsync("api", patience.Token);
        Api = App.CreateHttpClient("api");
        Api.DefaultRequestHeaders.Add("X-Api-Key", DevelopmentKey);
    }

    public async ValueTask DisposeAsync()
    {
        Api?.Dispose();
        if (App is not null)
            await App.DisposeAsync();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }
}
