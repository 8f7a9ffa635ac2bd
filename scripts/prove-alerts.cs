// Proves alerts on a running system: causes the condition of each, waits until Alertmanager tells a webhook that it fires, ends the cause,
// and waits until it is resolved. Prints one row per alert with the times. It disturbs the system: use one of its own.
//
//   export EdgarApi__Monitoring=true EdgarApi__AlertWebhook=http://127.0.0.1:9095
//   env EdgarApi__Facts__CacheMegabytes=0 EdgarApi__Facts__InRedis=false Parameters__superuser-password=PASSWORD ./run --detach
//   EDGAR_SUPERUSER_PASSWORD=PASSWORD dotnet run scripts/prove-alerts.cs -- [--factor N] [ALERT…]
//
// Without decoded facts in memory and in Redis, every computed response reads the database, which a lock on company_facts slows. Only a
// superuser may pause a replica's replay.
//
// --factor N runs with a copy of the rules in which every duration is divided by N: how long a condition must hold, the windows of rates
// (at least 20 s), the hour of IngestBehind, and Alertmanager's waits. Prometheus then scrapes and evaluates every 5 s. The limits stay.
// At the end the committed rules are back. Use a machine without other work: SustainedCPUUsage needs it between 70 and 80 % of its CPU, and
// SustainedMemoryUsage fills its memory to 85 %.
#:package Microsoft.Playwright@1.64.1
#:package Npgsql@10.0.3
#:property ManagePackageVersionsCentrally=false
#:property JsonSerializerIsReflectionEnabledByDefault=true
#:property NoWarn=CA2007;CA1303;CA1031;CA2100;CA5394;CA1848

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Npgsql;

var patience = TimeSpan.FromMinutes(12); // two warm runs in a row take seven minutes to fail
var factor = args.SkipWhile(argument => argument != "--factor").Skip(1).Select(value => int.Parse(value, CultureInfo.InvariantCulture))
    .FirstOrDefault(1);
string[] names = [.. args.Where(argument => char.IsAsciiLetterUpper(argument[0]))];
var addresses = File.ReadLines(".local/addresses.tsv").Select(line => line.Split('\t')).ToDictionary(row => row[0], row => row[1]);
var connection = new NpgsqlConnectionStringBuilder(File.ReadAllText(".local/edgardb")) { CommandTimeout = 0 };
using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 200 })
{
    BaseAddress = new Uri(addresses["api"]), Timeout = TimeSpan.FromMinutes(1),
};
http.DefaultRequestHeaders.Add("X-Api-Key", addresses["key"]);
using var prometheus = new HttpClient { BaseAddress = new Uri(addresses["prometheus"]) };
using var webhook = Webhook.Start("http://127.0.0.1:9095/");

Cause[] causes =
[
    new("forced 5xx: company_facts locked for a minute at a time", cancellation => Task.WhenAll(
        LockedAsync(60, cancellation), RequestNewAsync(60, 0, cancellation)), "HighErrorRate", "AvailabilityBudgetBurnsFast")
    {
        // The fast one holds it back until it is resolved.
        Later = ["AvailabilityBudgetBurnsSlowly"],
    },
    new("slow dependency: company_facts locked for 4 s at a time", cancellation => Task.WhenAll(
        LockedAsync(4, cancellation), RequestNewAsync(100, 0, cancellation)), "HighResponseTime", "LatencyBudgetBurnsFast")
    {
        Later = ["LatencyBudgetBurnsSlowly"],
    },
    // HighResponseTime holds the weaker ones back.
    new("slow dependency: company_facts locked for 1.7 s at a time", cancellation => Task.WhenAll(
        LockedAsync(1.7, cancellation), RequestNewAsync(24, 0, cancellation)),
        "IncreasedResponseTime", "ResponseTimeAboveBaseline"),
    // Computed responses are rejected before they exhaust a pool. Operators' lists are neither cached nor rejected.
    new("exhausted pool: organizations locked, 60 requests of their list at a time", cancellation => Task.WhenAll(
        LockedAsync(60, cancellation, "organizations"), RequestAsync(60, 0.2, _ => "/api/v1/admin/organizations", cancellation)),
        "DatabaseConnectionsExhausted"),
    new("cold cache: no response is requested twice", cancellation => RequestNewAsync(8, 0.1, cancellation), "LowCacheHitRate"),
    new("CPU load: responses computed without pause", cancellation => RequestNewAsync(32, 0, cancellation), "HighCPUUsage"),
    // HighCPUUsage holds it back.
    new("three quarters of the machine's CPU used", cancellation => UseProcessorsAsync(0.75, cancellation), "SustainedCPUUsage"),
    new("85 % of the machine's memory used", cancellation => UseMemoryAsync(0.85, cancellation), "SustainedMemoryUsage"),
    new("one API process frozen", cancellation => FrozenAsync(Processes("api").Take(1), cancellation), "TargetDown"),
    new("the Warmer removed from the list of targets", WithoutTargetsAsync, "TargetAbsent"),
    new("replay paused on postgres-api", PausedReplayAsync, "ReplicaLag"),
    new("postgres-api frozen", cancellation => FrozenAsync(Processes("postgres-api"), cancellation), "ReplicaDown"),
    new("the primary frozen", cancellation => FrozenAsync(Processes("postgres-primary"), cancellation), "PrimaryDown", "UsageSpoolGrowing"),
    new("two orders to warm while the API is frozen", FailingWarmRunsAsync, "WarmRunsFailing"),
    new("a Warmer of a live source that cannot reach the SEC", UnreachableSourceAsync, "IngestBehind"),
];

var selected = names.Length == 0 ? causes : [.. causes.Where(cause => cause.Alerts.Concat(cause.Later).Any(names.Contains))];
var rules = ShortenedRules.Apply(".local/monitoring", factor);
try
{
    await ReloadAsync();
    return await ProveAsync() ? 0 : 1;
}
finally
{
    rules.Restore();
    await ReloadAsync();
}

// Returns whether every alert fired and was resolved.
async Task<bool> ProveAsync()
{
    using var steady = new CancellationTokenSource();
    var traffic = RequestAsync(10, 0.5, _ => "/api/v1/companies/AAPL/statements/income", steady.Token);
    Console.WriteLine("| alert | cause | fired after | resolved after | receiver |\n| --- | --- | --- | --- | --- |");
    var failed = false;
    List<Task> pending = [];
    foreach (var cause in selected)
    {
        if (!await BecomesQuietAsync(cause.Alerts))
        {
            Report(cause.Alerts[0], cause, "was active before", "", null);
            failed = true;
            continue;
        }

        using var ending = new CancellationTokenSource();
        var began = DateTimeOffset.UtcNow;
        var running = Task.Run(() => cause.RunAsync(ending.Token));
        var fired = await Task.WhenAll(cause.Alerts.Select(alert => webhook.WaitAsync(alert, "firing", began, patience, running)));
        if (cause == selected[0]) await TakePictureAsync(cause.Alerts[0]);
        await ending.CancelAsync();
        await running;
        var ended = DateTimeOffset.UtcNow;
        foreach (var (alert, firing) in cause.Alerts.Zip(fired))
        {
            var resolved = firing is null ? null : await webhook.WaitAsync(alert, "resolved", ended, patience, Task.CompletedTask);
            failed |= resolved is null;
            Report(alert, cause, Show(firing, began), Show(resolved, ended), firing);
        }

        // These outlast the cause; the next one need not wait for them.
        pending.AddRange(cause.Later.Select(async alert =>
        {
            var firing = await webhook.WaitAsync(alert, "firing", began, patience, Task.CompletedTask);
            var resolved = firing is null ? null : await webhook.WaitAsync(alert, "resolved", firing.At, 3 * patience, Task.CompletedTask);
            failed |= resolved is null;
            Report(alert, cause, Show(firing, began), Show(resolved, ended), firing);
        }));
    }

    await Task.WhenAll(pending);
    await steady.CancelAsync();
    await traffic;
    return !failed;
}

static void Report(string alert, Cause cause, string fired, string resolved, Notification? firing) =>
    Console.WriteLine($"| `{alert}` | {cause.What} | {fired} | {resolved} | `{firing?.Receiver}` |");

// Both programs read their files again on SIGHUP; the scripts that start them become them.
async Task ReloadAsync()
{
    foreach (var server in (string[])["prometheus", "alertmanager"]) await SignalAsync("HUP", [Processes(server)[0]]);
}

// Wait until the alert is inactive: one that already fires sends no second notification.
async Task<bool> BecomesQuietAsync(IReadOnlyList<string> alerts)
{
    for (var end = DateTimeOffset.UtcNow + patience; DateTimeOffset.UtcNow < end; await Task.Delay(1000))
    {
        var answer = JsonNode.Parse(await prometheus.GetStringAsync(new Uri("/api/v1/alerts", UriKind.Relative)));
        if (!answer!["data"]!["alerts"]!.AsArray().Any(alert => alerts.Contains((string)alert!["labels"]!["alertname"]!))) return true;
    }

    return false;
}

// The page of alerts, for docs/images.
async Task TakePictureAsync(string alert)
{
    using var playwright = await Playwright.CreateAsync();
    await using var browser = await playwright.Chromium.LaunchAsync(new()
    {
        ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium", Args = ["--no-sandbox", "--disable-gpu"],
    });
    var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1280, Height = 1100 } });
    // Debian's Prometheus has only the classic pages.
    if (await page.GotoAsync($"{addresses["prometheus"]}/alerts") is { Ok: false })
        await page.GotoAsync($"{addresses["prometheus"]}/classic/alerts");
    await page.GetByText(alert).First.WaitForAsync();
    // The page shows where the rule files are on this machine.
    await page.EvaluateAsync("""
        folder => {
            const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replaceAll(folder, '');
        }
        """, $"{Path.GetFullPath(".local")}/");
    await page.ScreenshotAsync(new() { Path = "docs/images/prometheus-alerts.png" });
}

// Another process of the same system, whose source does not answer. It is scraped like the Warmer.
async Task UnreachableSourceAsync(CancellationToken cancellation)
{
    var environment = (await File.ReadAllTextAsync($"/proc/{Processes("warmer")[0]}/environ", CancellationToken.None))
        .Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(entry => entry.Split('=', 2));
    const string Address = "127.0.0.1:5978", List = ".local/monitoring/targets/warmer.json";
    var start = new ProcessStartInfo("dotnet", "exec EdgarApi.Warmer/bin/Release/net10.0/EdgarApi.Warmer.dll")
    {
        RedirectStandardOutput = true, RedirectStandardError = true,
    };
    start.Environment.Clear();
    foreach (var pair in environment) start.Environment[pair[0]] = pair[1];
    foreach (var (name, value) in ((string, string)[])
    [
        ("ASPNETCORE_URLS", $"http://{Address}"), ("EdgarApi__Ingest__Source", "Live"), ("EdgarApi__Warming__Enabled", "false"),
        ("EdgarApi__Sec__Contact", "Alert Proof alerts@edgarapi.dev"), ("EdgarApi__Sec__DataAddress", "http://127.0.0.1:9/"),
        ("EdgarApi__Sec__FilesAddress", "http://127.0.0.1:9/"),
    ])
        start.Environment[name] = value;
    using var warmer = Process.Start(start)!;
    warmer.OutputDataReceived += (_, _) => { };
    warmer.ErrorDataReceived += (_, _) => { };
    warmer.BeginOutputReadLine();
    warmer.BeginErrorReadLine();
    var before = await File.ReadAllTextAsync(List, CancellationToken.None);
    await File.WriteAllTextAsync(
        List, before.Replace("[{ \"targets\": [", $"[{{ \"targets\": [\"{Address}\",", StringComparison.Ordinal), CancellationToken.None);
    await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    await File.WriteAllTextAsync(List, before, CancellationToken.None);
    if (warmer.HasExited) throw new InvalidOperationException($"The Warmer ended with exit code {warmer.ExitCode}.");
    await SignalAsync("TERM", [warmer.Id]);
    await warmer.WaitForExitAsync(CancellationToken.None);
}

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

// Corrects the share of each period that it computes by what the whole machine used, the system included.
static async Task UseProcessorsAsync(double target, CancellationToken cancellation)
{
    var period = TimeSpan.FromMilliseconds(50);
    var share = target / 2;
    var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Factory.StartNew(() =>
    {
        while (!cancellation.IsCancellationRequested)
        {
            var started = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(started) < Volatile.Read(ref share) * period) Thread.SpinWait(100);
            Thread.Sleep((1 - Volatile.Read(ref share)) * period);
        }
    }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
    for (var (busy, all) = ReadProcessorTimes(); !cancellation.IsCancellationRequested;)
    {
        await Task.Delay(1000, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var (busyNow, allNow) = ReadProcessorTimes();
        Volatile.Write(ref share, Math.Clamp(share + (target - (busyNow - busy) / (allNow - all)) / 4, 0, 1));
        (busy, all) = (busyNow, allNow);
    }

    await Task.WhenAll(threads);
}

// The time that all processors were busy since the start of the machine, and their time in total, in clock ticks.
static (double Busy, double All) ReadProcessorTimes()
{
    // user, nice, system, idle, iowait, irq, softirq, steal
    var times = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8)
        .Select(ticks => double.Parse(ticks, CultureInfo.InvariantCulture)).ToArray();
    return (times.Sum() - times[3] - times[4], times.Sum());
}

static async Task UseMemoryAsync(double target, CancellationToken cancellation)
{
    const int Block = 64 << 20;
    List<nint> blocks = [];
    while (ReadMemory("MemAvailable") > (1 - target) * ReadMemory("MemTotal"))
    {
        var block = Marshal.AllocHGlobal(Block);
        for (var page = 0; page < Block; page += 4096) Marshal.WriteByte(block, page, 1);
        blocks.Add(block);
    }

    await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    foreach (var block in blocks) Marshal.FreeHGlobal(block);
}

static long ReadMemory(string name) => long.Parse(
    File.ReadLines("/proc/meminfo").Single(line => line.StartsWith($"{name}:", StringComparison.Ordinal))
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

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
        new NpgsqlConnectionStringBuilder(connection.ConnectionString)
        {
            Port = new Uri(address).Port, Username = "postgres",
            Password = Environment.GetEnvironmentVariable("EDGAR_SUPERUSER_PASSWORD")
                ?? throw new InvalidOperationException("EDGAR_SUPERUSER_PASSWORD is not set."),
        });
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
async Task LockedAsync(double seconds, CancellationToken cancellation, string table = "company_facts")
{
    await using var primary = NpgsqlDataSource.Create(connection.ConnectionString);
    while (!cancellation.IsCancellationRequested)
    {
        await using (var session = await primary.OpenConnectionAsync(CancellationToken.None))
        await using (var transaction = await session.BeginTransactionAsync(CancellationToken.None))
        {
            await using var command = new NpgsqlCommand($"lock table {table} in access exclusive mode", session, transaction);
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

internal sealed record Cause(string What, Func<CancellationToken, Task> RunAsync, params string[] Alerts)
{
    /// <summary>Alerts that fire only after the cause has ended.</summary>
    public string[] Later { get; init; } = [];
}

internal sealed record Notification(string Alert, string Status, string Receiver, DateTimeOffset At);

/// <summary>The files of Prometheus and Alertmanager, with every duration divided by a factor.</summary>
internal sealed class ShortenedRules
{
    private const int MinWindowSeconds = 20, ScrapeSeconds = 5;

    private readonly Dictionary<string, string> _committed = [];

    public static ShortenedRules Apply(string folder, int factor)
    {
        var rules = new ShortenedRules();
        if (factor == 1) return rules;
        foreach (var name in (string[])["alerts.yml", "recording.yml", "prometheus.yml", "alertmanager.yml"])
        {
            var file = Path.Combine(folder, name);
            var text = rules._committed[file] = File.ReadAllText(file);
            text = Regex.Replace(text, @"(?<=\[)\d+[smhd](?=\])", match => Divide(match.Value, MinWindowSeconds));
            text = Regex.Replace(
                text, @"(?<=\b(?:for|group_wait|group_interval): )\d+[smhd]\b", match => Divide(match.Value, ScrapeSeconds));
            text = Regex.Replace(text, @"(?<=(?:scrape_interval|scrape_timeout|evaluation_interval): )\d+s", $"{ScrapeSeconds}s");
            File.WriteAllText(file, text.Replace("> 3600", $"> {3600 / factor}", StringComparison.Ordinal));
        }

        return rules;

        string Divide(string duration, int atLeast)
        {
            var unit = duration[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 86400 };
            var seconds = int.Parse(duration[..^1], CultureInfo.InvariantCulture) * unit / factor;
            return $"{Math.Max(seconds, atLeast)}s";
        }
    }

    public void Restore()
    {
        foreach (var (file, text) in _committed) File.WriteAllText(file, text);
    }
}

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
