using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using EdgarApi.Contracts;
using EdgarApi.Tests.Faults.Running;

namespace EdgarApi.Tests.Faults.Traffic;

/// <summary>
/// Distributes reads over the API's processes as an ingress does: in turn over those whose <c>/health</c> responds with 200. A read whose
/// connection breaks is repeated once on another process, and so is one without a response in time; repeats are counted.
/// </summary>
internal sealed class Ingress : IAsyncDisposable
{
    private const int MaxConnections = 256;

    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastAttemptTimeout = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _end = new();
    private readonly FaultySystem _system;
    private readonly TimeSpan _attemptTimeout;
    private readonly HttpClient _client;
    private readonly Task _probing;
    private ImmutableArray<Uri> _ready;
    private int _next;

    /// <param name="system">The system.</param>
    /// <param name="attemptTimeout">How long a read waits for a response before it is repeated.</param>
    public Ingress(FaultySystem system, TimeSpan attemptTimeout)
    {
        (_system, _attemptTimeout) = (system, attemptTimeout);
        _client = new HttpClient(new SocketsHttpHandler
        {
            MaxConnectionsPerServer = MaxConnections,
            ConnectTimeout = ProbeTimeout,
            UseCookies = false,
            AllowAutoRedirect = false,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.Add(ApiHeaders.ApiKey, FaultySystem.Key);
        _client.DefaultRequestHeaders.Add("Accept-Encoding", "br");
        _ready = [.. system.ApiProcesses.Select(process => new Uri(process.Address))];
        _probing = ProbeAsync();
    }

    /// <summary>Processes that have left or joined since the start, in order.</summary>
    public ConcurrentQueue<(DateTime At, int Ready)> Changes { get; } = new();

    /// <summary>Sends a read, at most twice.</summary>
    public async Task<Reply> GetAsync(string path, CancellationToken cancellationToken)
    {
        var first = Next(except: null);
        var reply = await TryGetAsync(first, path, cancellationToken, _attemptTimeout);
        if (reply.Error is null || reply.Status != 0) return reply;
        ImmutableInterlocked.Update(ref _ready, ready => ready.Length > 1 ? ready.Remove(first) : ready);
        var again = await TryGetAsync(Next(except: first), path, cancellationToken, LastAttemptTimeout);
        return again with { Repeated = reply.Error };
    }

    /// <summary>Sends a read to one process, once.</summary>
    public async Task<Reply> TryGetAsync(Uri process, string path, CancellationToken cancellationToken, TimeSpan? timeout = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout ?? _attemptTimeout);
        try
        {
            using var response = await _client.GetAsync(new Uri(process, path), limit.Token);
            var body = await response.Content.ReadAsByteArrayAsync(limit.Token);
            var status = (int)response.StatusCode;
            var cache = response.Headers.TryGetValues(ApiHeaders.Cache, out var states) ? states.First() : null;
            return new Reply(status, ExpectedAnswers.GetChecksum(body), body.Length, cache, response.IsSuccessStatusCode
                ? null : string.Create(CultureInfo.InvariantCulture, $"status {status}"));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Reply(0, 0, 0, null, "timeout");
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return new Reply(0, 0, 0, null, "connection broken");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _probing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _client.Dispose();
        _end.Dispose();
    }

    private Uri Next(Uri? except)
    {
        var ready = _ready;
        var number = (uint)Interlocked.Increment(ref _next);
        var process = ready[(int)(number % ready.Length)];
        return process == except && ready.Length > 1 ? ready[(int)((number + 1) % ready.Length)] : process;
    }

    private async Task ProbeAsync()
    {
        using var timer = new PeriodicTimer(ProbeInterval);
        while (await timer.WaitForNextTickAsync(_end.Token))
        {
            Uri[] processes = [.. _system.ApiProcesses.Select(process => new Uri(process.Address))];
            var isReady = await Task.WhenAll(processes.Select(IsReadyAsync));
            ImmutableArray<Uri> ready = [.. processes.Where((_, index) => isReady[index])];
            if (ready.Length == 0) continue; // better a process that says that it is unhealthy than none
            if (ready.Length != _ready.Length) Changes.Enqueue((DateTime.UtcNow, ready.Length));
            _ready = ready;
        }
    }

    private async Task<bool> IsReadyAsync(Uri process)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        limit.CancelAfter(ProbeTimeout);
        try
        {
            using var response = await _client.GetAsync(new Uri(process, "/health"), limit.Token);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            return false; // it has ended, or hangs
        }
    }
}

/// <summary>What came back for a read.</summary>
/// <param name="Status">The status; 0 if there was no response.</param>
/// <param name="Checksum">The checksum of the body.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Cache">The header <c>X-Cache</c>.</param>
/// <param name="Error">Why it failed; null if it succeeded.</param>
/// <param name="Repeated">Why it was repeated; null if it was not.</param>
internal sealed record Reply(int Status, ulong Checksum, int Length, string? Cache, string? Error, string? Repeated = null);
