using Aspire.Hosting;
using Aspire.Hosting.Testing;

namespace EdgarApi.Tests.AppHost;

/// <summary>The whole system, started by its AppHost in a data folder of its own, with the bundled sample.</summary>
public sealed class RunningSystem : IAsyncLifetime
{
    public const string DevelopmentKey = "whole-system-tests";

    /// <summary>Long enough for a busy machine; a system that does not start fails rather than hangs.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public DistributedApplication App { get; private set; } = null!;

    public HttpClient Api { get; private set; } = null!;

    /// <summary>The folder of the servers' data and of the files that describe the run.</summary>
    public string Folder { get; } = DataFolder();

    /// <summary>A folder that Postgres' own user may pass through.</summary>
    public static string DataFolder() => TestFolder.NewForData("system");

    /// <summary>
    /// Settings of a run in a folder. The passwords are given, so that tests neither read nor write the checkout's user secrets.
    /// </summary>
    public static string[] Settings(string folder, string key = DevelopmentKey) =>
    [
        "--EdgarApi:Containers=false", $"--EdgarApi:DataDirectory={folder}", $"--EdgarApi:DevelopmentKey={key}",
        .. Passwords.Select(password => $"--Parameters:{password}={GetSecret(password)}"),
    ];

    public static IReadOnlyList<string> Passwords { get; } =
        ["postgres-password", "superuser-password", "replication-password", "redis-password", "cache-signing-key"];

    public static string GetSecret(string password) => $"tests{password.Replace("-", "", StringComparison.Ordinal)}".PadRight(32, '0');

    public async ValueTask InitializeAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.EdgarApi_AppHost>(
            [.. Settings(Folder), "--EdgarApi:Monitoring=true"], patience.Token);
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
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }

    /// <summary>The running processes of a resource, from the file that tells scripts.</summary>
    internal IReadOnlyList<LocalProcess> Processes(string resource) =>
        LocalProcess.Read(Folder).Where(process => process.Resource == resource).ToList();
}

/// <summary>The tests that share one running system.</summary>
[CollectionDefinition]
public sealed class RunningSystemTests : ICollectionFixture<RunningSystem>;

/// <summary>A line of <c>processes.tsv</c>.</summary>
internal sealed record LocalProcess(string Resource, int Id, string Address)
{
    public static IReadOnlyList<LocalProcess> Read(string folder)
    {
        var file = Path.Combine(folder, "processes.tsv");
        if (!File.Exists(file)) return [];
        return [.. File.ReadAllLines(file).Select(line => line.Split('\t'))
            .Select(parts => new LocalProcess(parts[0], int.Parse(parts[1]), parts[2]))];
    }
}
