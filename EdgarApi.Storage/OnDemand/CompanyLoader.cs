using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using EdgarApi.Financials.Companies;
using EdgarApi.Sec;
using EdgarApi.Sec.Live;
using EdgarApi.Sec.Sources;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Ingest;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EdgarApi.Storage.OnDemand;

/// <summary>Loads listed companies that are not loaded when they are asked for.</summary>
public interface ICompanyLoader
{
    /// <summary>Returns when the company is loaded and the directory knows it, or when the SEC turned out to have no facts of it.</summary>
    /// <exception cref="SecUnavailableException">The SEC cannot be asked now, or takes longer than a caller waits.</exception>
    ValueTask LoadAsync(Cik company, CancellationToken cancellationToken);
}

/// <summary>
/// Fetches a company from the SEC once for all who wait for it, in this process and, by a lock on the primary, in the others; then ingests it as the Warmer
/// does. A fetch belongs to nobody who waits: it goes on when they give up.
/// </summary>
internal sealed partial class CompanyLoader(
    IRefreshableCompanySource source, IngestPipeline pipeline, LoadedVersions versions, DirectorySync directory, IOptions<SecOptions> options, TimeProvider time,
    ILogger<CompanyLoader> logger) : ICompanyLoader, IDisposable
{
    /// <summary>The SEC's ten requests a second are those of three companies; more at once would only hold connections.</summary>
    private const int AtOnce = 5;

    private const int Queued = 100;

    /// <summary>For so long a company without facts is not asked for again.</summary>
    private static readonly TimeSpan NothingFor = TimeSpan.FromHours(1);

    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Cik, Lazy<Task>> loading = new();
    private readonly ConcurrentDictionary<Cik, DateTimeOffset> nothingUntil = new();
    private readonly CancellationTokenSource stopping = new();

    private readonly ConcurrencyLimiter turns = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = AtOnce, QueueLimit = Queued, QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    public async ValueTask LoadAsync(Cik company, CancellationToken cancellationToken)
    {
        if (nothingUntil.TryGetValue(company, out var until) && time.GetUtcNow() < until) return;
        var load = loading.GetOrAdd(company, cik => new Lazy<Task>(() => Task.Run(() => LoadOnceAsync(cik), stopping.Token)));
        try
        {
            await load.Value.WaitAsync(options.Value.Patience, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException late)
        {
            throw new SecUnavailableException($"CIK {company} is still being fetched", AskAgain, late);
        }
    }

    public void Dispose()
    {
        stopping.Cancel();
        stopping.Dispose();
        turns.Dispose();
    }

    private async Task LoadOnceAsync(Cik company)
    {
        try
        {
            using var turn = await turns.AcquireAsync(1, stopping.Token).ConfigureAwait(false);
            if (!turn.IsAcquired) throw new SecUnavailableException("too many companies are being fetched", AskAgain);
            var alone = await versions.LockAsync(company, stopping.Token).ConfigureAwait(false);
            await using var _ = alone.ConfigureAwait(false);
            // Another process may have been faster.
            var version = await versions.FindAsync(company, stopping.Token).ConfigureAwait(false) ?? await FetchAsync(company).ConfigureAwait(false);
            if (version is { } loaded) await directory.RefreshAsync(loaded, stopping.Token).ConfigureAwait(false);
            else nothingUntil[company] = time.GetUtcNow() + NothingFor;
        }
        catch (Exception error) when (!stopping.IsCancellationRequested)
        {
            LogFailed(company, error.Message);
            throw;
        }
        finally
        {
            // What failed is tried again by whoever asks next.
            loading.TryRemove(company, out var _);
        }
    }

    private async Task<long?> FetchAsync(Cik company)
    {
        LogFetching(company);
        var document = await source.ReadOneAsync(company, stopping.Token).ConfigureAwait(false);
        // Without facts it would be no more loaded than before.
        return document is null or { Facts: null, Fault: null } ? null : await pipeline.IngestOneAsync(document, stopping.Token).ConfigureAwait(false);
    }

    [LoggerMessage(LogLevel.Warning, "{Company} could not be fetched: {Reason}")]
    private partial void LogFailed(Cik company, string reason);

    [LoggerMessage(LogLevel.Information, "{Company} was asked for and is fetched from the SEC")]
    private partial void LogFetching(Cik company);
}
