using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using EdgarApi.Operations;
using EdgarApi.Tests.AppHost;
using EdgarApi.Tests.Faults.Table;
using EdgarApi.Tests.Faults.Traffic;
using EdgarApi.Tests.Servers;
using Npgsql;
using StackExchange.Redis;

namespace EdgarApi.Tests.Faults.Running;

/// <summary>
/// The whole system as the AppHost runs it, with ways to break its parts. Its caches are so small that most requests need Redis and some
/// need Postgres: with the usual ones nobody would notice that a store fails. It reaches Redis and one replica through proxies.
/// </summary>
internal sealed class FaultySystem : IAsyncDisposable
{
    public const string Key = "fault-tests";

    /// <summary>Larger responses are not cached: each request for one reads a snapshot from Postgres.</summary>
    public const int MaxCachedBytes = 32 * 1024;

    private const string Replica = "edgardb-api";
    private const int SpoolMegabytes = 16;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Longer than usage records wait in a process before they are written.</summary>
    private static readonly TimeSpan RecordingTime = TimeSpan.FromSeconds(3);

    private readonly DistributedApplication _app;
    private readonly SecServer? _sec;
    private readonly SmallDisk? _spoolDisk;
    private LeashedProcess? _secondWarmer;
    private long _recordedBefore;

    private FaultySystem(
        DistributedApplication app, string folder, TcpProxy redis, TcpProxy replica, SecServer? sec, SmallDisk? spoolDisk)
    {
        (_app, Folder, RedisNetwork, ReplicaNetwork, _sec, _spoolDisk) = (app, folder, redis, replica, sec, spoolDisk);
        Postgres = new FaultyPostgres(folder);
    }

    /// <summary>The folder of the run's data and of the files that describe it.</summary>
    public string Folder { get; }

    public FaultyPostgres Postgres { get; }

    public TcpProxy RedisNetwork { get; }

    /// <summary>The network between the programs and the replica <c>postgres-api</c>.</summary>
    public TcpProxy ReplicaNetwork { get; }

    /// <summary>The simulated SEC of a system in live mode.</summary>
    public SecServer Sec => _sec ?? throw new InvalidOperationException("This system does not run in live mode.");

    /// <summary>The disk of the usage spool.</summary>
    public SmallDisk SpoolDisk => _spoolDisk ?? throw new InvalidOperationException("Mounting a small disk needs root.");

    /// <summary>The correct responses, recorded before the first fault.</summary>
    public ExpectedAnswers Expected { get; private set; } = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Callers who want a company that is not loaded, while one does.</summary>
    public OnDemandCaller? OnDemand { get; set; }

    /// <summary>The address of the API, behind which are its processes.</summary>
    public Uri Address => _app.GetEndpoint("api");

    /// <summary>The API's running processes.</summary>
    public IReadOnlyList<LocalProcess> ApiProcesses => Processes("api");

    /// <summary>Starts the system and records the correct responses.</summary>
    public static async Task<FaultySystem> StartAsync(SystemKind kind)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        var (folder, redis, replica) = (RunningSystem.DataFolder(), new TcpProxy(), new TcpProxy());
        var sec = kind == SystemKind.Live ? await SecServer.StartAsync() : null;
        var disk = SmallDisk.IsSupported ? await SmallDisk.MountAsync(Path.Combine(folder, "usage"), SpoolMegabytes) : null;
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.EdgarApi_AppHost>(
            [
                .. RunningSystem.Settings(folder, Key), "--EdgarApi:Facts:InRedis=false", "--EdgarApi:Warming:Enabled=false",
                .. kind == SystemKind.Cold ? (string[])[] : ["--EdgarApi:Facts:CacheMegabytes=0"], .. GetSource(kind),
            ],
            patience.Token);
        foreach (var project in builder.Resources.OfType<ProjectResource>())
        {
            builder.CreateResourceBuilder(project)
                .WithEnvironment(context => UseSmallCaches(context, kind))
                .WithEnvironment("EdgarApi__Shutdown__DrainTime", "00:00:03")
                .WithEnvironment(context => PassThroughAsync(context, "redis", redis))
                .WithEnvironment(context => PassThroughAsync(context, Replica, replica))
                .WithEnvironment(context => UseSec(context, sec));
            if (project.Name == "api" && NativeApi is { } program) RunNative(builder.CreateResourceBuilder(project), program);
        }

        var app = await builder.BuildAsync(patience.Token);
        var system = new FaultySystem(app, folder, redis, replica, sec, disk);
        try
        {
            await app.StartAsync(patience.Token);
            await app.ResourceNotifications.WaitForResourceHealthyAsync("api", patience.Token);
            await Waiting.UntilAsync(system.IsHealthyAsync);
            system.Expected = await ExpectedAnswers.RecordAsync(system);
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    /// <summary>The running processes of a resource.</summary>
    public IReadOnlyList<LocalProcess> Processes(string resource) =>
        [.. LocalProcess.Read(Folder).Where(process => process.Resource == resource)];

    /// <summary>Sends SIGKILL to the first process of a resource.</summary>
    public Task KillAsync(string resource) => SignalAsync(resource, "KILL");

    /// <summary>Sends a signal to the first process of a resource.</summary>
    public Task SignalAsync(string resource, string signal) =>
        Signals.SendAsync(signal, Processes(resource)[0].Id, Token);

    /// <summary>Runs a command as Redis' administrator, past the proxy.</summary>
    public async Task ExecuteRedisAsync(string command, params object[] arguments)
    {
        var address = await _app.GetConnectionStringAsync("redis", Token);
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"{address},allowAdmin=true");
        await redis.GetDatabase().ExecuteAsync(command, arguments);
    }

    /// <summary>Whether both processes of the API and the Warmer run and report that everything is healthy.</summary>
    public Task<bool> IsHealthyAsync() => AreAsync("Healthy");

    /// <summary>Whether both processes of the API and the Warmer run and serve.</summary>
    public Task<bool> IsReadyAsync() => AreAsync("Healthy", "Degraded");

    /// <summary>Stops the API's processes one after the other; the AppHost starts new ones.</summary>
    public async Task ReplaceApiProcessesAsync()
    {
        foreach (var process in ApiProcesses)
        {
            await Signals.SendAsync("TERM", process.Id, Token);
            await Waiting.UntilAsync(async () =>
                ApiProcesses.All(other => other.Id != process.Id) && ApiProcesses.Count == 2 && await IsReadyAsync());
        }
    }

    /// <summary>Starts another Warmer with the settings of the first.</summary>
    public async Task StartSecondWarmerAsync()
    {
        var process = Processes("warmer")[0];
        var environment = await File.ReadAllTextAsync($"/proc/{process.Id}/environ", Token);
        var variables = environment.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=', 2)).ToDictionary(parts => parts[0], string? (parts) => parts[1]);
        variables["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        var listens = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _secondWarmer = LeashedProcess.Start(
            "TERM", "dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "EdgarApi.Warmer.dll")], Path.GetTempPath(),
            variables,
            line =>
            {
                if (line.Contains("Now listening on", StringComparison.Ordinal)) listens.TrySetResult();
            });
        await listens.Task.InTimeAsync("the second Warmer");
    }

    public async Task StopSecondWarmerAsync()
    {
        if (_secondWarmer is null) return;
        await _secondWarmer.DisposeAsync();
        _secondWarmer = null;
    }

    /// <summary>Remembers how many requests are recorded, for <see cref="FindLostUsageAsync"/>. No request may be in progress.</summary>
    public async Task MarkUsageAsync()
    {
        do
        {
            _recordedBefore = await CountUsageAsync();
            await Task.Delay(RecordingTime, Token);
        }
        while (_recordedBefore != await CountUsageAsync());
    }

    /// <summary>Number of requests that this test's traffic has sent; set when the traffic has ended.</summary>
    public long Sent { get; set; }

    /// <summary>Waits until every request is recorded, and says how many are lost.</summary>
    public async Task<IReadOnlyList<string>> FindLostUsageAsync()
    {
        var recorded = 0L;
        for (var end = Environment.TickCount64 + 60_000; Environment.TickCount64 < end && recorded < Sent;)
        {
            await Task.Delay(500, Token);
            recorded = await CountUsageAsync() - _recordedBefore;
        }

        return recorded == Sent ? [] : [$"{recorded} of {Sent} requests are recorded"];
    }

    /// <summary>Number of requests for company data that are recorded.</summary>
    public Task<long> CountUsageAsync() => Postgres.QueryAsync<long>(
        "postgres-primary", "select count(*) from api_usage where endpoint like '%/companies/{id}/%'");

    /// <summary>Sends one request to one process.</summary>
    public static async Task<(int Status, string Body)> GetAsync(LocalProcess process, string path)
    {
        using var client = new HttpClient { BaseAddress = new Uri(process.Address), Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Add("X-Api-Key", Key);
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), Token);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Token));
    }

    public async ValueTask DisposeAsync()
    {
        await StopSecondWarmerAsync();
        if (OnDemand is not null) await OnDemand.DisposeAsync();
        await _app.DisposeAsync();
        RedisNetwork.Dispose();
        ReplicaNetwork.Dispose();
        if (_sec is not null) await _sec.DisposeAsync();
        if (_spoolDisk is not null) await _spoolDisk.UnmountAsync();
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }

    private async Task<bool> AreAsync(params string[] states)
    {
        LocalProcess[] programs = [.. ApiProcesses, .. Processes("warmer")];
        if (programs.Length != 3) return false;
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        foreach (var program in programs)
        {
            try
            {
                using var response = await client.GetAsync(new Uri(new Uri(program.Address), "/health"), Token);
                using var report = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token));
                if (!states.Contains(report.RootElement.GetProperty("status").GetString())) return false;
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException { InnerException: TimeoutException })
            {
                return false;
            }
        }

        return true;
    }

    private static string[] GetSource(SystemKind kind) => kind switch
    {
        SystemKind.Stores or SystemKind.Cold => ["--EdgarApi:Ingest:Source=Bulk", $"--EdgarApi:Ingest:Path={AllCompanies.GetFolder()}"],
        SystemKind.Live => ["--EdgarApi:Ingest:Source=Live", "--EdgarApi:Sec:Contact=Test Suite tests@edgar-api.test"],
        _ => [],
    };

    /// <summary>The published program of the API, with the native code of its image; null runs the built one.</summary>
    private static string? NativeApi => Environment.GetEnvironmentVariable("EDGAR_NATIVE") is { Length: > 0 } folder
        ? Path.Combine(Path.GetFullPath(folder), "EdgarApi.Api") : null;

    private static void RunNative(IResourceBuilder<ProjectResource> project, string program) => project
        .WithAnnotation(
            new ExecutableAnnotation { Command = program, WorkingDirectory = Path.GetDirectoryName(program)! },
            ResourceAnnotationMutationBehavior.Replace)
        .WithArgs(context => context.Args.Clear());

    private static void UseSmallCaches(EnvironmentCallbackContext context, SystemKind kind)
    {
        if (kind == SystemKind.Cold) return;
        context.EnvironmentVariables["EdgarApi__Cache__MemoryMegabytes"] = "1";
        context.EnvironmentVariables["EdgarApi__Cache__MaxEntryBytes"] = $"{MaxCachedBytes}";
    }

    private static void UseSec(EnvironmentCallbackContext context, SecServer? sec)
    {
        if (sec is null) return;
        foreach (var name in (string[])["DataAddress", "FilesAddress"])
            context.EnvironmentVariables[$"EdgarApi__Sec__{name}"] = sec.Address.ToString();
        context.EnvironmentVariables["EdgarApi__Ingest__RefreshInterval"] = "00:00:10";
        context.EnvironmentVariables["EdgarApi__Sec__RefusalPause"] = "00:00:10";
        foreach (var (index, company) in LiveCompanies.Loaded.Index())
            context.EnvironmentVariables[$"EdgarApi__Ingest__Companies__{index}"] = company;
    }

    /// <summary>Leads a connection string through a proxy.</summary>
    private static async Task PassThroughAsync(EnvironmentCallbackContext context, string name, TcpProxy proxy)
    {
        var variable = $"ConnectionStrings__{name}";
        var value = context.EnvironmentVariables[variable] as IValueProvider
            ?? throw new InvalidOperationException($"{variable} is no reference.");
        var text = (await value.GetValueAsync(context.CancellationToken))!;
        if (name == "redis")
        {
            var settings = ConfigurationOptions.Parse(text);
            var port = ((System.Net.IPEndPoint)settings.EndPoints[0]).Port;
            proxy.SetTarget(port);
            context.EnvironmentVariables[variable] = text.Replace($":{port},", $":{proxy.Port},", StringComparison.Ordinal);
        }
        else
        {
            var settings = new NpgsqlConnectionStringBuilder(text);
            proxy.SetTarget(settings.Port);
            settings.Port = proxy.Port;
            context.EnvironmentVariables[variable] = settings.ConnectionString;
        }
    }
}
