using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using EdgarApi.Financials.Companies;
using EdgarApi.Sec;
using EdgarApi.Sec.Files;
using EdgarApi.Sec.Live;
using EdgarApi.Sec.Sources;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Ingest;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EdgarApi.Storage.OnDemand;

/// <summary>Loads companies on demand.</summary>
public interface ICompanyLoader
{
    /// <summary>Completes when the company is loaded and in the directory, or when the SEC says that it has no facts.</summary>
    /// <exception cref="SecUnavailableException">
    /// The SEC is unavailable, its response is unusable, or loading takes longer than callers may wait.
    /// </exception>
    ValueTask LoadAsync(Cik company, CancellationToken cancellationToken);
}

/// <summary>
/// Fetches a company from the SEC once for all waiting callers of this process and, through a lock on the primary, of all processes.
/// Ingests it like the Warmer. A fetch continues even if its callers give up.
/// </summary>
internal sealed partial class CompanyLoader(
    IRefreshableCompanySource source, IngestPipeline pipeline, LoadedVersions versions, DirectorySync directory,
    IOptions<SecOptions> options, TimeProvider time, ILogger<CompanyLoader> logger) : ICompanyLoader, IDisposable
{
    /// <summary>
    /// Ten requests per second, the SEC's limit, are three companies per second; more at once would only hold connections.
    /// </summary>
    private const int MaxConcurrent = 5;

    private const int MaxQueued = 100;

    /// <summary>How long a company without facts is not requested again.</summary>
    private static readonly TimeSpan NoFactsLifetime = TimeSpan.FromHours(1);

    /// <summary>Time until the next attempt after the first failure in a row; doubled after each further one.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromSeconds(60);

    /// <summary>How long callers wait while the SEC fails: an attempt takes many seconds, and is unlikely to succeed.</summary>
    private static readonly TimeSpan FailingPatience = TimeSpan.FromMilliseconds(500);

    /// <summary>Failed loads in a row, of any companies, after which the SEC counts as failing for all.</summary>
    private const int FailuresUntilFailing = 3;

    private readonly ConcurrentDictionary<Cik, FailedLoad> _failed = new();
    private readonly ConcurrentDictionary<Cik, Lazy<Task>> _loading = new();
    private readonly ConcurrentDictionary<Cik, TimeSpan> _withoutFactsUntil = new();
    private readonly long _origin = time.GetTimestamp();
    private readonly CancellationTokenSource _stopping = new();
    private int _failuresInARow;

    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = MaxConcurrent, QueueLimit = MaxQueued, QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Time since the start. If the time of day were used and set back, no attempt would be made until it caught up.</summary>
    private TimeSpan Now => time.GetElapsedTime(_origin);

    public async ValueTask LoadAsync(Cik company, CancellationToken cancellationToken)
    {
        if (_withoutFactsUntil.TryGetValue(company, out var until) && Now < until) return;
        if (_failed.TryGetValue(company, out var failed) && failed.RetryAt - Now is var wait && wait > TimeSpan.Zero)
            throw new SecUnavailableException($"CIK {company} could not be loaded", wait);
        var load = _loading.GetOrAdd(company, cik => new Lazy<Task>(() => Task.Run(() => LoadOnceAsync(cik), _stopping.Token)));
        try
        {
            await load.Value.WaitAsync(GetPatience(company), time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException late)
        {
            throw new SecUnavailableException($"CIK {company} is still being loaded", RetryAfter, late);
        }
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        _limiter.Dispose();
    }

    private TimeSpan GetPatience(Cik company) =>
        _failed.ContainsKey(company) || Volatile.Read(ref _failuresInARow) >= FailuresUntilFailing
            ? TimeSpan.FromTicks(Math.Min(FailingPatience.Ticks, options.Value.Patience.Ticks))
            : options.Value.Patience;

    private async Task LoadOnceAsync(Cik company)
    {
        try
        {
            using var permit = await _limiter.AcquireAsync(1, _stopping.Token).ConfigureAwait(false);
            if (!permit.IsAcquired) throw new SecUnavailableException("too many companies are being loaded", RetryAfter);
            var handle = await versions.LockAsync(company, _stopping.Token).ConfigureAwait(false);
            await using var _ = handle.ConfigureAwait(false);
            // Another process may have loaded it in the meantime.
            var version = await versions.FindAsync(company, _stopping.Token).ConfigureAwait(false)
                ?? await FetchAsync(company).ConfigureAwait(false);
            if (version is { } loaded) await directory.RefreshAsync(loaded, _stopping.Token).ConfigureAwait(false);
            else _withoutFactsUntil[company] = Now + NoFactsLifetime;
            _failed.TryRemove(company, out var _);
            Volatile.Write(ref _failuresInARow, 0);
        }
        catch (Exception error) when (!_stopping.IsCancellationRequested && error is SecUnavailableException or SecDataException)
        {
            Interlocked.Increment(ref _failuresInARow);
            var retryAfter = RecordFailure(company, (error as SecUnavailableException)?.RetryAfter);
            LogFailed(company, error.Message, time.GetUtcNow() + retryAfter);
            throw new SecUnavailableException($"CIK {company} cannot be loaded: {error.Message}", retryAfter, error);
        }
        catch (Exception error) when (!_stopping.IsCancellationRequested)
        {
            LogFailed(company, error.Message, time.GetUtcNow());
            throw;
        }
        finally
        {
            _loading.TryRemove(company, out var _);
        }
    }

    /// <summary>Sets the time of the next attempt, so that callers do not repeat a failing one; returns the wait.</summary>
    private TimeSpan RecordFailure(Cik company, TimeSpan? requested)
    {
        var attempts = _failed.TryGetValue(company, out var before) ? before.Attempts : 0;
        var wait = requested ?? TimeSpan.FromTicks(Math.Min(RetryAfter.Ticks << Math.Min(attempts, 10), MaxRetryAfter.Ticks));
        _failed[company] = new FailedLoad(attempts + 1, Now + wait);
        return wait;
    }

    private async Task<long?> FetchAsync(Cik company)
    {
        LogFetching(company);
        var document = await source.ReadOneAsync(company, _stopping.Token).ConfigureAwait(false);
        // Without facts the company would still not be loaded.
        return document is null or { Facts: null, Fault: null } ? null
            : await pipeline.IngestOneAsync(document, _stopping.Token).ConfigureAwait(false)
                ?? await versions.FindAsync(company, _stopping.Token).ConfigureAwait(false);
    }

    private readonly record struct FailedLoad(int Attempts, TimeSpan RetryAt);

    [LoggerMessage(LogLevel.Warning, "Cannot load {Company}: {Reason}. The next attempt is at {RetryAt:u} or later")]
    private partial void LogFailed(Cik company, string reason, DateTimeOffset retryAt);

    [LoggerMessage(LogLevel.Information, "Loading {Company} from the SEC on demand")]
    private partial void LogFetching(Cik company);
}
