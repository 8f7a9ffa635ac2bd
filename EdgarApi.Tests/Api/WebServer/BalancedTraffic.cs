using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using EdgarApi.LoadTesting.Traffic;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.WebServer;

/// <summary>
/// Two hundred requests per second over kept-alive connections, distributed as an ingress does it: new connections go to processes whose
/// <c>/health</c> is 200, and a connection is kept until the server asks to close it. No request is repeated.
/// </summary>
internal sealed class BalancedTraffic : IAsyncDisposable
{
    private const int Connections = 8;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(1000 * Connections / 200);
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<Uri, int> _served = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly string _path;
    private readonly Task _work;
    private ImmutableArray<Uri> _processes, _ready;
    private int _sent;

    /// <param name="path">What is requested.</param>
    /// <param name="processes">The first processes, which are ready.</param>
    public BalancedTraffic(string path, params IEnumerable<ApiProcess> processes)
    {
        _path = path;
        _ready = _processes = [.. processes.Select(process => process.Address)];
        _work = Task.WhenAll([ProbeAsync(), .. Enumerable.Range(0, Connections).Select(SendAsync)]);
    }

    /// <summary>Why requests failed, in order.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>Number of requests so far.</summary>
    public int Sent => Volatile.Read(ref _sent);

    /// <summary>Adds a process, and waits until a probe has found it ready: before that it gets no connections.</summary>
    public async Task AddAsync(ApiProcess process)
    {
        ImmutableInterlocked.Update(ref _processes, list => list.Add(process.Address));
        await Waiting.UntilAsync(() => _ready.Contains(process.Address));
    }

    /// <summary>Waits until a process has served some more requests.</summary>
    public async Task UntilServedAsync(ApiProcess process, int requests)
    {
        var target = _served.GetValueOrDefault(process.Address) + requests;
        await Waiting.UntilAsync(() => _served.GetValueOrDefault(process.Address) >= target);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task ProbeAsync()
    {
        using var client = new HttpClient();
        using var timer = new PeriodicTimer(ProbeInterval);
        while (await timer.WaitForNextTickAsync(_end.Token))
        {
            var processes = _processes;
            var isReady = await Task.WhenAll(processes.Select(process => IsReadyAsync(client, process)));
            _ready = [.. processes.Where((_, index) => isReady[index])];
        }
    }

    private async Task<bool> IsReadyAsync(HttpClient client, Uri process)
    {
        try
        {
            using var response = await client.GetAsync(new Uri(process, "/health"), _end.Token);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false; // has ended
        }
    }

    private async Task SendAsync(int number)
    {
        var next = number;
        using var timer = new PeriodicTimer(Interval);
        while (true)
        {
            var ready = _ready;
            if (ready.IsEmpty)
            {
                _failures.Enqueue("no process is ready");
                await timer.WaitForNextTickAsync(_end.Token);
                continue;
            }

            var process = ready[next++ % ready.Length];
            var request = new RequestFormat(process.Authority, ApiProcess.Key).CreateGet(_path);
            using var connection = new LoadConnection(process, Waiting.Limit, TimeProvider.System);
            do
            {
                await timer.WaitForNextTickAsync(_end.Token);
                var outcome = await connection.SendAsync(request, _end.Token);
                Interlocked.Increment(ref _sent);
                if (outcome.Error is { } error) _failures.Enqueue($"{process}: {error}");
                else _served.AddOrUpdate(process, 1, (_, count) => count + 1);
            }
            while (connection.IsOpen);
        }
    }
}
