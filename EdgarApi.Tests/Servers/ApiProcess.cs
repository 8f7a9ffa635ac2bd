using System.Diagnostics;
using EdgarApi.Tests.Postgres;

namespace EdgarApi.Tests.Servers;

/// <summary>The API as a process of its own, for tests in which it is stopped or killed.</summary>
internal sealed class ApiProcess : IAsyncDisposable
{
    public const string Key = "a-key-for-tests";

    private readonly LeashedProcess process;
    private readonly int id;

    private ApiProcess(LeashedProcess process, int id, Uri address) => (this.process, this.id, Address) = (process, id, address);

    public Uri Address { get; }

    /// <summary>Starts one on a database and returns once it listens.</summary>
    public static async Task<ApiProcess> StartAsync(EdgarDatabase database, RedisServer redis, params IReadOnlyList<(string Key, string Value)> settings)
    {
        var (id, address) = (Line(), Line());
        var output = new List<string>();
        var environment = new Dictionary<string, string?>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["EdgarApi__DevelopmentKey"] = Key,
            ["ConnectionStrings__redis"] = redis.ConnectionString,
            ["ConnectionStrings__edgardb"] = database.Cluster.Primary.ConnectionString(database.Name),
        };
        foreach (var (key, value) in settings) environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        var program = Path.Combine(AppContext.BaseDirectory, "EdgarApi.Api.dll");
        var process = LeashedProcess.Start("TERM", "sh", ["-c", "echo pid $$; exec dotnet exec \"$0\"", program], Path.GetTempPath(), environment, line =>
        {
            lock (output) output.Add(line);
            if (line.StartsWith("pid ", StringComparison.Ordinal)) id.TrySetResult(line[4..]);
            if (line.Split("Now listening on: ") is [_, var url]) address.TrySetResult(url);
        });
        if (await Task.WhenAny(address.Task, process.Exited).InTimeAsync("the API") == process.Exited)
            throw new InvalidOperationException($"The API did not start:\n{string.Join('\n', output)}");
        return new ApiProcess(process, int.Parse(await id.Task), new Uri(await address.Task));
    }

    public HttpClient Client()
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Add("X-Api-Key", Key);
        return client;
    }

    /// <summary>SIGTERM, and waits for the end.</summary>
    public Task StopAsync() => process.StopAsync();

    /// <summary>SIGKILL, as by a crash or the kernel that is out of memory.</summary>
    public async Task KillAsync()
    {
        Process.GetProcessById(id).Kill();
        await process.Exited;
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static TaskCompletionSource<string> Line() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
