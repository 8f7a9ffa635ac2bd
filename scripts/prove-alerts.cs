// Proves alerts on a running system: causes the condition of each, waits until Alertmanager tells a webhook that it fires, ends the cause,
// and waits until it is resolved. Prints one row per alert with the times. It disturbs the system: use one of its own.
//
//   export EdgarApi__Monitoring=true EdgarApi__AlertWebhook=http://127.0.0.1:9095
//   EdgarApi__Facts__CacheMegabytes=0 EdgarApi__Facts__InRedis=false ./run --detach
//   dotnet run scripts/prove-alerts.cs [ALERT…]
//
// Without decoded facts in memory and in Redis, every computed response reads the database, which a lock on company_facts slows.
#:package Npgsql@10.0.3
#:property ManagePackageVersionsCentrally=false
#:property NoWarn=CA2007;CA1303;CA1031;CA2100;CA5394;CA1848

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Npgsql;

var patience = TimeSpan.FromMinutes(40);
var addresses = File.ReadLines(".local/addresses.tsv").Select(line => line.Split('\t')).ToDictionary(row => row[0], row => row[1]);
var connection = new NpgsqlConnectionStringBuilder(File.ReadAllText(".local/edgardb")) { Username = "postgres", CommandTimeout = 0 };
using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 200 })
{
    BaseAddress = new Uri(addresses["api"]), Timeout = TimeSpan.FromMinutes(1),
};
http.DefaultRequestHeaders.Add("X-Api-Key", addresses["key"]);
using var webhook = Webhook.Start("http://127.0.0.1:9095/");

Cause[] causes =
[
    new("one API process frozen", cancellation => FrozenAsync(Processes("api").Take(1), cancellation), "TargetDown"),
    new("the Warmer removed from the list of targets", WithoutTargetsAsync, "TargetAbsent"),
    new("replay paused on postgres-api", PausedReplayAsync, "ReplicaLag"),
    new("postgres-api frozen", cancellation => FrozenAsync(Processes("postgres-api"), cancellation), "ReplicaDown"),
    new("the primary frozen", cancellation => FrozenAsync(Processes("postgres-primary"), cancellation), "PrimaryDown", "UsageSpoolGrowing"),
    new("two orders to warm while the API is frozen", FailingWarmRunsAsync, "WarmRunsFailing"),
    new("slow dependency: company_facts locked for 4 s at a time", cancellation => Task.WhenAll(
        LockedAsync(4, cancellation), RequestNewAsync(8, 0, cancellation)), "HighResponseTime"),
    // HighResponseTime holds the weaker ones back.
    new("slow dependency: company_facts locked for 1.7 s at a time", cancellation => Task.WhenAll(
        LockedAsync(1.7, cancellation), RequestNewAsync(24, 0, cancellation)),
        "IncreasedResponseTime", "ResponseTimeAboveBaseline"),
    new("slow dependency: company_facts locked for 4 s at a time", cancellation => Task.WhenAll(
        LockedAsync(4, cancellation), RequestNewAsync(100, 0, cancellation)), "LatencyBudgetBurnsFast"),
    new("forced 5xx: company_facts locked for a minute at a time", cancellation => Task.WhenAll(
        LockedAsync(60, cancellation), RequestNewAsync(60, 0, cancellation)), "HighErrorRate", "AvailabilityBudgetBurnsFast"),
    new("exhausted pool: company_facts locked, 100 requests at a time", cancellation => Task.WhenAll(
        LockedAsync(60, cancellation), RequestNewAsync(100, 0, cancellation)), "DatabaseConnectionsExhausted"),
    new("cold cache: no response is requested twice", cancellation => RequestNewAsync(8, 0.1, cancellation), "LowCacheHitRate"),
    new("CPU load: responses computed without pause", cancellation => RequestNewAsync(32, 0, cancellation), "HighCPUUsage"),
];

var selected = args.Length == 0 ? causes : [.. causes.Where(cause => cause.Alerts.Any(args.Contains))];
using var steady = new CancellationTokenSource();
var traffic = RequestAsync(10, 0.5, _ => "/api/v1/companies/AAPL/statements/income", steady.Token);
Console.WriteLine("| alert | cause | fired after | resolved after | receiver |\n| --- | --- | --- | --- | --- |");
var failed = false;
foreach (var cause in selected)
{
    using var ending = new CancellationTokenSource();
    var began = DateTimeOffset.UtcNow;
    var running = Task.Run(() => cause.RunAsync(ending.Token));
    var fired = await Task.WhenAll(cause.Alerts.Select(alert => webhook.WaitAsync(alert, "firing", began, patience, running)));
    await ending.CancelAsync();
    await running;
    var ended = DateTimeOffset.UtcNow;
    foreach (var (alert, firing) in cause.Alerts.Zip(fired))
    {
        var resolved = firing is null ? null : await webhook.WaitAsync(alert, "resolved", ended, patience, Task.CompletedTask);
        failed |= resolved is null;
        Console.WriteLine($"| `{alert}` | {cause.What} | {Show(firing, began)} | {Show(resolved, ended)} | `{firing?.Receiver}` |");
    }
}

await steady.CancelAsync();
await traffic;
return failed ? 1 : 0;

static string Show(Notification? notification, DateTimeOffset since) =>
    notification is null ? "never" : (notification.At - since).ToString(@"m\:ss", CultureInfo.InvariantCulture);

// The process ids of a resource and of everything below it: the server of a script.
IReadOnlyList<int> Processes(string resource)
{
    var parents = Directory.EnumerateDirectories("/proc").Select(folder => Path.GetFileName(folder)!)
        .Where(name => int.TryParse(name, out _))
        .Select(name => (Id: int.Parse(name, CultureInfo.InvariantCulture), Parent: ReadParent(name))).ToLookup(process => process.Parent);
    List<int> found = [.. File.ReadLines(".local/processes.tsv").Select(line => line.Split('\t')).Where(row => row[0] == resource)
        .Select(row => int.Parse(row[1], CultureInfo.InvariantCulture))];
    for (var i = 0; i < found.Count; i++) found.AddRange(parents[found[i]].Select(child => child.Id));
    return found;
}

static int ReadParent(string process)
{
    try
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries); // the name may have spaces
        return int.Parse(fields[1], CultureInfo.InvariantCulture);
    }
    catch (IOException)
    {
        return 0; // it has ended
    }
}

static async Task FrozenAsync(IEnumerable<int> processes, CancellationToken cancellation)
{
    int[] all = [.. processes];
    await SignalAsync("STOP", all);
    await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    await SignalAsync("CONT", all);
}

static async Task SignalAsync(string signal, int[] processes)
{
    using var kill = Process.Start("kill", ["-s", signal, .. processes.Select(id => id.ToString(CultureInfo.InvariantCulture))]);
    await kill.WaitForExitAsync();
}

static async Task WithoutTargetsAsync(CancellationToken cancellation)
{
    const string List = ".local/monitoring/targets/warmer.json";
    var before = await File.ReadAllTextAsync(List, cancellation);
    await File.WriteAllTextAsync(List, "[]\n", cancellation);
    await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    await File.WriteAllTextAsync(List, before, CancellationToken.None);
}

async Task PausedReplayAsync(CancellationToken cancellation)
{
    var address = File.ReadLines(".local/processes.tsv").Select(line => line.Split('\t')).Single(row => row[0] == "postgres-api")[2];
    await using var replica = NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(connection.ConnectionString) { Port = new Uri(address).Port });
    await ExecuteAsync(replica, "select pg_wal_replay_pause()");
    await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    await ExecuteAsync(replica, "select pg_wal_replay_resume()");
}

async Task FailingWarmRunsAsync(CancellationToken cancellation)
{
    await using var primary = NpgsqlDataSource.Create(connection.ConnectionString);
    await using var frozen = new AsyncEnd(FrozenAsync(Processes("api"), cancellation));
    for (var order = 0; order < 2; order++)
        await ExecuteAsync(primary, "insert into work_orders (kind, detail, requested_by) values ('warm', '{}', 'prove-alerts')");
    await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    await frozen.Task;
    await ExecuteAsync(primary, "insert into work_orders (kind, detail, requested_by) values ('warm', '{}', 'prove-alerts')");
}

// Replicas replay the lock and hold it too. Queries of the table wait; probes and everything else do not.
async Task LockedAsync(double seconds, CancellationToken cancellation)
{
    await using var primary = NpgsqlDataSource.Create(connection.ConnectionString);
    while (!cancellation.IsCancellationRequested)
    {
        await using (var session = await primary.OpenConnectionAsync(CancellationToken.None))
        await using (var transaction = await session.BeginTransactionAsync(CancellationToken.None))
        {
            await using var command = new NpgsqlCommand("lock table company_facts in access exclusive mode", session, transaction);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
            await Task.Delay(TimeSpan.FromSeconds(seconds), cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.Delay(TimeSpan.FromSeconds(0.2), cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}

// Requests that no cache has: each takes another number of periods as of another day.
Task RequestNewAsync(int users, double pause, CancellationToken cancellation)
{
    string[] companies = ["AAPL", "NVDA", "GOOGL", "AMD", "WMT", "HD", "COST", "PG", "MCD", "NKE"];
    var first = Random.Shared.Next(1 << 20);
    return RequestAsync(users, pause, number =>
    {
        var day = new DateOnly(2015, 1, 1).AddDays((first + number) / 40 % 4000);
        var company = companies[number % companies.Length];
        return $"/api/v1/companies/{company}/statements/income?periods={1 + number % 40}&asOf={day:yyyy-MM-dd}";
    }, cancellation);
}

async Task RequestAsync(int users, double pause, Func<int, string> path, CancellationToken cancellation)
{
    var number = 0;
    await Task.WhenAll(Enumerable.Range(0, users).Select(async _ =>
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                using var response = await http.GetAsync(new Uri(path(Interlocked.Increment(ref number)), UriKind.Relative), cancellation);
            }
            catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
            {
                // What the API does not answer is part of what is proved.
            }

            await Task.Delay(TimeSpan.FromSeconds(pause), cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }));
}

static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
{
    await using var command = database.CreateCommand(sql);
    await command.ExecuteNonQueryAsync();
}

internal sealed record Cause(string What, Func<CancellationToken, Task> RunAsync, params string[] Alerts);

internal sealed record Notification(string Alert, string Status, string Receiver, DateTimeOffset At);

/// <summary>A task that is awaited even if what follows fails.</summary>
internal sealed class AsyncEnd(Task task) : IAsyncDisposable
{
    public Task Task => task;

    public async ValueTask DisposeAsync() => await task;
}

/// <summary>Receives what Alertmanager sends.</summary>
internal sealed class Webhook : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<Notification> _received = new();

    public static Webhook Start(string address)
    {
        var webhook = new Webhook();
        webhook._listener.Prefixes.Add(address);
        webhook._listener.Start();
        _ = webhook.ReceiveAsync();
        return webhook;
    }

    /// <summary>Waits for a notification that arrives after a time; null if it does not come in time.</summary>
    public async Task<Notification?> WaitAsync(string alert, string status, DateTimeOffset after, TimeSpan patience, Task cause)
    {
        for (var end = DateTimeOffset.UtcNow + patience; DateTimeOffset.UtcNow < end;)
        {
            if (_received.FirstOrDefault(candidate => candidate.Alert == alert && candidate.Status == status && candidate.At > after)
                is { } found) return found;
            if (cause.IsFaulted) await cause;
            await Task.Delay(200);
        }

        return null;
    }

    public void Dispose() => _listener.Close();

    private async Task ReceiveAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return; // closed
            }

            using var message = await JsonDocument.ParseAsync(context.Request.InputStream);
            foreach (var alert in message.RootElement.GetProperty("alerts").EnumerateArray())
            {
                _received.Enqueue(new Notification(
                    alert.GetProperty("labels").GetProperty("alertname").GetString()!, alert.GetProperty("status").GetString()!,
                    message.RootElement.GetProperty("receiver").GetString()!, DateTimeOffset.UtcNow));
            }

            context.Response.Close();
        }
    }
}
