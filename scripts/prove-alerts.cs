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
#:project ../EdgarApi.Operations/EdgarApi.Operations.csproj
#:package Microsoft.Playwright@1.64.1
#:property ManagePackageVersionsCentrally=false
#:property JsonSerializerIsReflectionEnabledByDefault=true
#:property NoWarn=CA2007;CA1303;CA1031;CA2100;CA5394;CA1848

using System.Diagnostics;
using System.Globalization;
using EdgarApi.Operations.AlertProofs;
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
using var webhook = AlertWebhook.Start("http://127.0.0.1:9095/");
var processes = new SystemProcesses(".local");

AlertCause[] causes =
[
    new("forced 5xx: company_facts locked for a minute at a time", cancellation => Task.WhenAll(
        LockedAsync(60, cancellation), RequestNewAsync(60, 0, cancellation)), "HighErrorRate", "AvailabilityBudgetBurnsFast")
    {
        // The fast one inhibits it until it is resolved.
        Later = ["AvailabilityBudgetBurnsSlowly"],
    },
    new("slow dependency: company_facts locked for 4 s at a time", cancellation => Task.WhenAll(
        LockedAsync(4, cancellation), RequestNewAsync(100, 0, cancellation)), "HighResponseTime", "LatencyBudgetBurnsFast")
    {
        Later = ["LatencyBudgetBurnsSlowly"],
    },
    // HighResponseTime inhibits the weaker ones.
    new("slow dependency: company_facts locked for 1.7 s at a time", cancellation => Task.WhenAll(
        LockedAsync(1.7, cancellation), RequestNewAsync(24, 0, cancellation)),
        "IncreasedResponseTime", "ResponseTimeAboveBaseline"),
    // Computed responses are rejected before they exhaust a pool. Operators' lists are neither cached nor rejected.
    new("exhausted pool: organizations locked, 60 requests of their list at a time", cancellation => Task.WhenAll(
        LockedAsync(60, cancellation, "organizations"), RequestAsync(60, 0.2, _ => "/api/v1/admin/organizations", cancellation)),
        "DatabaseConnectionsExhausted"),
    new("cold cache: no response is requested twice", cancellation => RequestNewAsync(8, 0.1, cancellation), "LowCacheHitRate"),
    new("CPU load: responses computed without pause", cancellation => RequestNewAsync(32, 0, cancellation), "HighCPUUsage"),
    // HighCPUUsage inhibits it.
    new("three quarters of the machine's CPU used", cancellation => MachineLoad.UseProcessorsAsync(0.75, cancellation),
        "SustainedCPUUsage"),
    new("85 % of the machine's memory used", cancellation => MachineLoad.UseMemoryAsync(0.85, cancellation), "SustainedMemoryUsage"),
    new("one API process frozen", cancellation => SystemProcesses.FreezeAsync(processes.Find("api").Take(1), cancellation), "TargetDown"),
    new("the Warmer removed from the list of targets", WithoutTargetsAsync, "TargetAbsent"),
    new("replay paused on postgres-api", PausedReplayAsync, "ReplicaLag"),
    new("postgres-api frozen", cancellation => SystemProcesses.FreezeAsync(processes.Find("postgres-api"), cancellation), "ReplicaDown"),
    new("the primary frozen", cancellation => SystemProcesses.FreezeAsync(processes.Find("postgres-primary"), cancellation),
        "PrimaryDown", "UsageSpoolGrowing"),
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

async Task<bool> ProveAsync()
{
    using var steady = new CancellationTokenSource();
    var traffic = RequestAsync(10, 0.5, _ => "/api/v1/companies/AAPL/statements/income", steady.Token);
    var proof = new AlertProof(webhook, prometheus, patience, Console.Out) { WhileFirstFiresAsync = TakePictureAsync };
    var proved = await proof.RunAsync(selected);
    await steady.CancelAsync();
    await traffic;
    return proved;
}

// Both programs read their files again on SIGHUP; the scripts that start them become them.
async Task ReloadAsync()
{
    foreach (var server in (string[])["prometheus", "alertmanager"]) await SystemProcesses.SignalAsync("HUP", processes.Find(server)[0]);
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
    var environment = await SystemProcesses.ReadEnvironmentAsync(processes.Find("warmer")[0]);
    const string Address = "127.0.0.1:5978", List = ".local/monitoring/targets/warmer.json";
    var start = new ProcessStartInfo("dotnet", "exec EdgarApi.Warmer/bin/Release/net10.0/EdgarApi.Warmer.dll")
    {
        RedirectStandardOutput = true, RedirectStandardError = true,
    };
    start.Environment.Clear();
    foreach (var (name, value) in environment) start.Environment[name] = value;
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
    await SystemProcesses.SignalAsync("TERM", warmer.Id);
    await warmer.WaitForExitAsync(CancellationToken.None);
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
    await using var replica = NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(connection.ConnectionString)
        {
            Port = new Uri(processes.GetAddress("postgres-api")).Port, Username = "postgres",
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
    await using var frozen = new AwaitedTask(SystemProcesses.FreezeAsync(processes.Find("api"), cancellation));
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

/// <summary>A task that is awaited even if what follows fails.</summary>
internal sealed class AwaitedTask(Task task) : IAsyncDisposable
{
    public Task Task => task;

    public async ValueTask DisposeAsync() => await task;
}
