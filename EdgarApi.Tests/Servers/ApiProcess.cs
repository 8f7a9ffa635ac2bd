using System.Diagnostics;
using EdgarApi.Tests.Storage;

namespace EdgarApi.Tests.Servers;

/// <summary>The API in a separate process, for tests that stop or kill it.</summary>
internal sealed class ApiProcess : IAsyncDisposable
{
    public const string Key = "a-key-for-tests";

    private readonly LeashedProcess _process;
    private readonly int _id;

    private ApiProcess(LeashedProcess process, int id, Uri address) => (_process, _id, Address) = (process, id, address);

    public Uri Address { get; }

    /// <summary>Starts the API on a database and returns once it listens.</summary>
    public static async Task<ApiProcess> StartAsync(
        EdgarDatabase database, RedisServer redis, params IReadOnlyList<(string Key, string Value)> settings)
    {
        var (id, address) = (Line(), Line());
        var output = new List<string>();
        var environment = new Dictionary<string, string?>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["EdgarApi__DevelopmentKey"] = Key,
            // Tests count what their own requests read and compute.
            ["EdgarApi__WarmUp__TimeLimit"] = "00:00:00",
            ["EdgarApi__Shutdown__DrainTime"] = "00:00:00",
            ["EdgarApi__Cache__RedisTimeout"] = "00:00:10",
            ["ConnectionStrings__redis"] = redis.ConnectionString,
            ["EdgarApi__Cache__SigningKey"] = RedisPools.SigningKey,
            ["ConnectionStrings__edgardb"] = database.Cluster.Primary.ConnectionString(database.Name),
        };
        foreach (var (key, value) in settings) environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        var program = Path.Combine(AppContext.BaseDirectory, "EdgarApi.Api.dll");
        var process = LeashedProcess.Start(
            "TERM",
            "sh",
            ["-c", "echo pid $$; exec dotnet exec \"$0\"", program],
            Path.GetTempPath(),
            environment,
            line =>
            {
                lock (output)
                    output.Add(line);
                if (line.StartsWith("pid ", StringComparison.Ordinal))
                    id.TrySetResult(line[4..]);
                if (line.Split("Now listening on: ") is [_, var url])
                    address.TrySetResult(url);
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

    /// <summary>Sends SIGTERM and waits for the process to exit.</summary>
    public Task StopAsync() => _process.StopAsync();

    /// <summary>Sends SIGKILL, to simulate a crash or the out-of-memory killer.</summary>
    public async Task KillAsync()
    {
        Process.GetProcessById(_id).Kill();
        await _process.Exited;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static TaskCompletionSource<string> Line() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
