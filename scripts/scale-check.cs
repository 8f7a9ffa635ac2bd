// Compares the simulation of scale rules with running processes: lets the simulator's autoscaler start and stop `api` replicas beside
// those of the system that ./run started, and overlays what was measured on what is simulated.
//
//   EdgarApi__Containers=false ./run --detach
//   dotnet run -c Release scripts/scale-check.cs -- [--capacity N] [--csv FILE] [--html FILE]
//
// A balancer of this script sends each replica at most N requests per second (default 40), so that added replicas add capacity even though
// all of them share this machine's cores. Traffic rises from half of one replica's capacity to 3.5 times it and falls again. The rules are
// the deployed ones for that capacity, with one replica at least and six at most and without cron rules. Requests wait in one queue, and
// callers give up after ten seconds, as in the simulation. The simulation then gets the start-up time and the latency of an idle replica
// that were measured.
#:project ../EdgarApi.Operations/EdgarApi.Operations.csproj
#:property JsonSerializerIsReflectionEnabledByDefault=true
#:property NoWarn=CA2007;CA1303;CA1031;CA5394;CA1848;CA2234;CA1812;CA1852

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using EdgarApi.Operations.Scaling;

string? Get(string name) => args.SkipWhile(argument => argument != name).Skip(1).FirstOrDefault();
var capacity = int.Parse(Get("--capacity") ?? "40", CultureInfo.InvariantCulture);
const int Seconds = 400, MaxReplicas = 6;
var study = ScaleStudy.Read();
var rules = new ScaleRules
{
    MinReplicas = 1, MaxReplicas = MaxReplicas, HttpTarget = capacity * study.Requests.SafeShare, CpuTarget = study.Deployed.CpuTarget,
};
const string Rise = "a rise to 3.5 times a replica's capacity";
var traffic = new TrafficTrace(Rise, DateTimeOffset.UtcNow, Seconds, second => capacity * second switch
{
    < 20 => 0.5,
    < 30 => 0.5 + 3 * (second - 20) / 10.0,
    < 75 => 3.5,
    _ => 0.5,
});
var addresses = File.ReadLines(".local/addresses.tsv").Select(line => line.Split('\t')).ToDictionary(row => row[0], row => row[1]);
var running = File.ReadLines(".local/processes.tsv").Select(line => line.Split('\t')).First(row => row[0] == "api");
var environment = File.ReadAllText($"/proc/{running[1]}/environ").Split('\0', StringSplitOptions.RemoveEmptyEntries)
    .Select(entry => entry.Split('=', 2)).ToDictionary(entry => entry[0], entry => entry[1]);
using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 100 }) { Timeout = TimeSpan.FromSeconds(30) };
http.DefaultRequestHeaders.Add("X-Api-Key", addresses["key"]);
string[] companies = ["AAPL", "NVDA", "GOOGL", "AMD", "WMT", "HD", "COST", "PG", "MCD", "NKE"];

var timeout = study.Objective.TimeoutSeconds;
var queue = new ConcurrentQueue<double>(); // when each waiting request was due, in seconds
var latencies = new ConcurrentDictionary<long, ConcurrentBag<double>>(); // in ms, by the second in which a request ended
var (served, lost, failed) = (0, 0, 0);
var replicas = new List<Replica>();
var starts = new List<double>();
var clock = Stopwatch.StartNew();
double Now() => clock.Elapsed.TotalSeconds;

// The system's own process is the first replica; it is warm.
replicas.Add(new Replica(new Uri(running[2]), null) { ReadyAt = 0 });
for (var i = 0; i < 200; i++) await RequestAsync(replicas[0].Address);
var idle = new List<double>();
for (var i = 0; i < 200; i++)
{
    var sent = Stopwatch.GetTimestamp();
    await RequestAsync(replicas[0].Address);
    idle.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
}

var autoscaler = new Autoscaler(rules, 1);
var timeline = new List<ScalePoint>();
var (arrivals, utilizations) = (new Queue<double>(), new Queue<double>());
double credit = 0, replicaSeconds = 0;
long outside = 0;
var (maxReplicas, maxQueue, maxP95) = (1, 0, 0.0);
using var stop = new CancellationTokenSource();
clock.Restart();
replicas[0].Work = WorkAsync(replicas[0], stop.Token);
try
{
    for (long second = 0; second < Seconds; second++)
    {
        var before = Volatile.Read(ref served);
        var lostBefore = Volatile.Read(ref lost);
        // Arrivals are spread over the second.
        var rate = traffic.Rate(second);
        for (credit += rate; credit >= 1; credit--)
        {
            var due = second + 1 - credit / Math.Max(rate, 1);
            if (due - Now() is > 0.001 and var early) await Task.Delay(TimeSpan.FromSeconds(early));
            queue.Enqueue(due);
        }

        if (second + 1 - Now() is > 0 and var rest) await Task.Delay(TimeSpan.FromSeconds(rest));
        var ready = replicas.Count(replica => replica.ReadyAt <= second);
        Push(arrivals, rate);
        Push(utilizations, ready == 0 ? 100 : Math.Min(100, 100.0 * (Volatile.Read(ref served) - before) / (ready * capacity)));
        var p95 = Percentile(latencies.TryGetValue(second, out var bag) ? [.. bag] : []);
        var gaveUp = Volatile.Read(ref lost) - lostBefore;
        if (p95 > study.Objective.P95 || gaveUp > 0) outside++;
        (maxQueue, maxP95) = (Math.Max(maxQueue, queue.Count), Math.Max(maxP95, p95));
        replicaSeconds += replicas.Count;
        timeline.Add(new ScalePoint(
            second, rate, replicas.Count, queue.Count, p95, outside, replicaSeconds / 3600, study.Replica.GetCost(replicaSeconds)));

        autoscaler.Tick(second, traffic.Start.AddSeconds(second), new ScaleSignals(
            arrivals.Average(), utilizations.Average(), 0, ready, queue.Count));
        while (replicas.Count < autoscaler.Replicas) Start();
        while (replicas.Count > autoscaler.Replicas) Stop();
        maxReplicas = Math.Max(maxReplicas, replicas.Count);
        if (second % 15 == 0)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{second,4} s  {rate,6:0.0}/s  replicas {replicas.Count} (ready {ready})  waiting {queue.Count,4}  p95 {p95,7:0.0} ms"));
    }
}
finally
{
    await stop.CancelAsync();
    while (replicas.Count > 1) Stop();
}

var startSeconds = starts.Count == 0 ? 0 : starts.Order().ElementAt(starts.Count / 2);
var model = study.Replica with
{
    RequestsPerSecond = capacity, StartSeconds = startSeconds, WarmUpSeconds = 0, WarmUpFactor = 1, IdleP95 = Percentile(idle),
};
var measured = new ScaleOutcome
{
    Traffic = traffic.Name, Rules = "measured", MaxReplicas = maxReplicas, ReplicaHours = replicaSeconds / 3600,
    Cost = model.GetCost(replicaSeconds),
    SecondsOutside = outside, Seconds = Seconds, Lost = lost, MaxQueue = maxQueue, MaxP95 = maxP95, Timeline = timeline,
};
ScaleOutcome[] outcomes = [measured, new ScaleSimulator(model, study.Objective).Run("simulated", rules, traffic)];
var summary = string.Create(CultureInfo.InvariantCulture,
    $"{served} requests answered, {failed} failed. A replica starts in {startSeconds:0.0} s (median of {starts.Count}). ")
    + string.Create(CultureInfo.InvariantCulture, $"Its p95 when idle is {Percentile(idle):0.0} ms.");
Console.WriteLine(summary);
Console.WriteLine(string.Join(" | ", ScaleReport.Columns));
foreach (var outcome in outcomes) Console.WriteLine(string.Join(" | ", ScaleReport.ToCells(outcome)));
if (Get("--html") is { } html) File.WriteAllText(html, ScaleReport.ToHtml("Scale rules: measured and simulated", summary, outcomes));
if (Get("--csv") is { } csv)
{
    var simulated = outcomes[1].Timeline.ToDictionary(point => point.Second);
    File.WriteAllLines(csv, timeline.Select(point => string.Create(CultureInfo.InvariantCulture,
        $"{point.Second},{point.RequestsPerSecond:0.#},{point.Replicas},{simulated[point.Second].Replicas},{point.P95:0.#},"
            + $"{simulated[point.Second].P95:0.#}"))
        .Prepend("second,requests per second,replicas measured,replicas simulated,p95 ms measured,p95 ms simulated"));
}

return failed == 0 ? 0 : 1;

async Task<bool> RequestAsync(Uri address)
{
    try
    {
        var company = companies[Random.Shared.Next(companies.Length)];
        using var response = await http.GetAsync(new Uri(address, $"/api/v1/companies/{company}/overview"));
        _ = await response.Content.ReadAsByteArrayAsync();
        return response.IsSuccessStatusCode;
    }
    catch (HttpRequestException)
    {
        return false;
    }
}

// Takes requests from the queue, at most the capacity per second, while the replica is ready.
async Task WorkAsync(Replica replica, CancellationToken cancellation)
{
    while (!cancellation.IsCancellationRequested && !replica.IsStopping)
    {
        try
        {
            using var alive = await http.GetAsync(new Uri(replica.Address, "/health"), cancellation);
            if (alive.IsSuccessStatusCode) break;
        }
        catch (HttpRequestException)
        {
            // It does not listen yet.
        }

        await Task.Delay(100, CancellationToken.None);
    }

    if (replica.Process is not null && !replica.IsStopping)
    {
        lock (starts) starts.Add(Now() - replica.StartedAt);
    }

    replica.ReadyAt = Now();
    for (var next = Now(); !cancellation.IsCancellationRequested && !replica.IsStopping;)
    {
        if (next - Now() is > 0 and var early) await Task.Delay(TimeSpan.FromSeconds(early), CancellationToken.None);
        if (!queue.TryDequeue(out var due))
        {
            await Task.Delay(1, CancellationToken.None);
            next = Math.Max(next, Now());
            continue;
        }

        if (Now() - due > timeout)
        {
            Interlocked.Increment(ref lost);
            continue;
        }

        // A late timer is caught up, at most a tenth of a second of it.
        next = Math.Max(next, Now() - 0.1) + 1.0 / capacity;
        replica.Add(AnswerAsync(replica.Address, due));
    }

    await replica.DrainedAsync();
}

async Task AnswerAsync(Uri address, double due)
{
    if (!await RequestAsync(address)) Interlocked.Increment(ref failed);
    var now = Now();
    latencies.GetOrAdd((long)now, _ => []).Add((now - due) * 1000);
    Interlocked.Increment(ref served);
}

void Start()
{
    var address = new Uri($"http://127.0.0.1:{5940 + starts.Count + replicas.Count}");
    var start = new ProcessStartInfo("dotnet", ["exec", "EdgarApi.Api/bin/Release/net10.0/EdgarApi.Api.dll"])
    {
        RedirectStandardOutput = true, RedirectStandardError = true,
    };
    start.Environment.Clear();
    foreach (var (name, value) in environment) start.Environment[name] = value;
    start.Environment["ASPNETCORE_URLS"] = address.ToString();
    var process = Process.Start(start)!;
    process.OutputDataReceived += (_, _) => { };
    process.ErrorDataReceived += (_, _) => { };
    process.BeginOutputReadLine();
    process.BeginErrorReadLine();
    var replica = new Replica(address, process) { StartedAt = Now() };
    replica.Work = WorkAsync(replica, stop.Token);
    replicas.Add(replica);
}

// Ends the newest replica: it answers what it has, and then gets SIGTERM.
void Stop()
{
    var replica = replicas[^1];
    replicas.RemoveAt(replicas.Count - 1);
    replica.IsStopping = true;
    replica.Work.Wait(TimeSpan.FromSeconds(30));
    using var kill = Process.Start("kill", ["-TERM", replica.Process!.Id.ToString(CultureInfo.InvariantCulture)]);
    kill.WaitForExit();
}

static void Push(Queue<double> values, double value)
{
    values.Enqueue(value);
    if (values.Count > Autoscaler.SyncInterval) values.Dequeue();
}

static double Percentile(IReadOnlyCollection<double> values) =>
    values.Count == 0 ? 0 : values.Order().ElementAt(Math.Min(values.Count - 1, (int)(values.Count * 0.95)));

internal sealed class Replica(Uri address, Process? process)
{
    private readonly ConcurrentBag<Task> _requests = [];

    public Uri Address => address;

    public Process? Process => process;

    public double StartedAt { get; init; }

    public double ReadyAt { get; set; } = double.PositiveInfinity;

    public volatile bool IsStopping;

    public Task Work { get; set; } = Task.CompletedTask;

    public void Add(Task request) => _requests.Add(request);

    public Task DrainedAsync() => Task.WhenAll(_requests);
}
