using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Facts;
using EdgarApi.Sec.Files;
using EdgarApi.Sec.Sources;
using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Publication;
using EdgarApi.Storage.Tracing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EdgarApi.Storage.Ingest;

/// <summary>
/// Ingests companies from a source into the primary: parses them in parallel, writes each in one transaction, and publishes them when the
/// replicas have them.
/// </summary>
public sealed partial class IngestPipeline
{
    private const string LockName = "edgar-ingest";

    private readonly CompanyFactsStore _store;
    private readonly ListingStore _listings;
    private readonly IngestLog _log;
    private readonly VersionPublisher _publisher;
    private readonly ISnapshotCache _snapshots;
    private readonly NpgsqlDataSource _primary;
    private readonly IngestMetrics _metrics;
    private readonly IngestOptions _options;
    private readonly ILogger<IngestPipeline> _logger;

    internal IngestPipeline(
        CompanyFactsStore store, ListingStore listings, IngestLog log, VersionPublisher publisher, ISnapshotCache snapshots,
        NpgsqlDataSource primary, IngestMetrics metrics, IOptions<IngestOptions> options, ILogger<IngestPipeline> logger)
    {
        _store = store;
        _listings = listings;
        _log = log;
        _publisher = publisher;
        _snapshots = snapshots;
        _primary = primary;
        _metrics = metrics;
        _options = options.Value;
        _logger = logger;
    }

    /// <summary>Ingests a whole source: its listings, then every company. Waits while another process ingests.</summary>
    /// <returns>The counts. Unusable documents are counted and logged; the run continues.</returns>
    public Task<IngestCounts> RunAsync(ICompanySource source, IProgress<IngestCounts>? progress, CancellationToken cancellationToken) =>
        RunAsync(source, acceptsSmaller: false, progress, cancellationToken);

    /// <summary>Ingests a whole source.</summary>
    /// <param name="source">The source.</param>
    /// <param name="acceptsSmaller">Whether companies for which the source has much less than is stored are replaced, not refused.</param>
    /// <param name="progress">Gets the counts after each company.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>The counts.</returns>
    public Task<IngestCounts> RunAsync(
        ICompanySource source, bool acceptsSmaller, IProgress<IngestCounts>? progress, CancellationToken cancellationToken) =>
        RunAsync(source.Name, ReadAllAsync(source, cancellationToken), isRefresh: false, acceptsSmaller, progress, cancellationToken);

    /// <summary>Whether a run has ever completed the whole source.</summary>
    public Task<bool> HasCompletedAsync(ICompanySource source, CancellationToken cancellationToken) =>
        _log.HasCompletedAsync(source.Name, cancellationToken);

    /// <summary>Reads the unusable documents of a run, with the reasons.</summary>
    public Task<IReadOnlyList<DocumentFault>> ReadFailuresAsync(long run, CancellationToken cancellationToken) =>
        _log.ReadFailuresAsync(run, cancellationToken);

    /// <summary>Ingests the loaded companies that have filed since their last ingest.</summary>
    public Task<IngestCounts> RefreshAsync(
        IRefreshableCompanySource source, IProgress<IngestCounts>? progress, CancellationToken cancellationToken) =>
        RefreshAsync(source, acceptsSmaller: false, progress, cancellationToken);

    /// <inheritdoc cref="RefreshAsync(IRefreshableCompanySource, IProgress{IngestCounts}?, CancellationToken)" />
    /// <param name="source">The source.</param>
    /// <param name="acceptsSmaller">Whether companies for which the source has much less than is stored are replaced, not refused.</param>
    /// <param name="progress">Gets the counts after each company.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>The counts.</returns>
    public async Task<IngestCounts> RefreshAsync(
        IRefreshableCompanySource source, bool acceptsSmaller, IProgress<IngestCounts>? progress, CancellationToken cancellationToken)
    {
        await _listings.WriteAsync(
            await source.ReadListingsAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        var known = await KnownCompanies.ReadAsync(_primary, cancellationToken).ConfigureAwait(false);
        return await RunAsync(
            $"{source.Name} refresh", source.ReadChangedAsync(known, cancellationToken), isRefresh: true, acceptsSmaller, progress,
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ingests one company, concurrently with any run; its transaction isolates it.</summary>
    /// <returns>The new version; null if the document changed nothing.</returns>
    /// <exception cref="SecDataException">The document is unusable.</exception>
    public async Task<long?> IngestOneAsync(CompanyDocument document, CancellationToken cancellationToken)
    {
        using var span = IngestTracing.BeginCompany(document, isDetailed: true);
        if (Prepare(document, ReadOnlyDictionary<Cik, byte[]>.Empty, out var fault) is not { } company)
        {
            span.End(IngestOutcome.Failed, fault);
            throw new SecDataException(fault!.File, fault.Reason, fault.Offset);
        }

        WrittenVersion? version;
        try
        {
            version = await _store.WriteAsync(company, cancellationToken).ConfigureAwait(false);
        }
        catch (SmallerCompanyException error)
        {
            span.End(IngestOutcome.Failed, new DocumentFault(document.Origin, null, error.Message));
            throw new SecDataException(document.Origin, error.Message);
        }

        if (version is null)
        {
            span.End(IngestOutcome.Unchanged);
            return null;
        }

        await WriteThroughAsync(company, version, cancellationToken).ConfigureAwait(false);
        await _publisher.PublishAsync([version], cancellationToken).ConfigureAwait(false);
        span.End(IngestOutcome.Written);
        return version.Version;
    }

    /// <summary>Ingests a stream of documents.</summary>
    public Task<IngestCounts> RunAsync(
        string name, IAsyncEnumerable<CompanyDocument> documents, IProgress<IngestCounts>? progress, CancellationToken cancellationToken) =>
        RunAsync(name, documents, isRefresh: false, acceptsSmaller: false, progress, cancellationToken);

    private async Task<IngestCounts> RunAsync(
        string name, IAsyncEnumerable<CompanyDocument> documents, bool isRefresh, bool acceptsSmaller, IProgress<IngestCounts>? progress,
        CancellationToken cancellationToken)
    {
        await using var handle = await AdvisoryLock.AcquireAsync(LockName, _primary, cancellationToken).ConfigureAwait(false);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, handle.Lost);
        if (await _log.CloseInterruptedAsync(stopping.Token).ConfigureAwait(false) is > 0 and var interrupted) LogInterrupted(interrupted);
        var run = new IngestRun(await _log.BeginAsync(name, stopping.Token).ConfigureAwait(false), isRefresh, acceptsSmaller, progress);
        using var activity = IngestTracing.BeginRun(run.Number, name);
        LogStarted(run.Number, name);
        try
        {
            await IngestAllAsync(run, documents, stopping.Token).ConfigureAwait(false);
            await FillDerivedAsync(stopping.Token).ConfigureAwait(false);
            await _log.EndAsync(run.Number, run.Counts, null, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            activity?.Fail(error);
            // The run may have been cancelled by its token.
            await _log.EndAsync(run.Number, run.Counts, error.Message, CancellationToken.None).ConfigureAwait(false);
            throw;
        }

        LogEnded(run.Number, run.Counts.Written, run.Counts.Unchanged, run.Counts.Failed);
        return run.Counts;
    }

    private async IAsyncEnumerable<CompanyDocument> ReadAllAsync(
        ICompanySource source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _listings.WriteAsync(
            await source.ReadListingsAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        await foreach (var document in source.ReadAsync(cancellationToken).ConfigureAwait(false)) yield return document;
    }

    private async Task IngestAllAsync(IngestRun run, IAsyncEnumerable<CompanyDocument> documents, CancellationToken cancellationToken)
    {
        var known = await _store.ReadSourceHashesAsync(cancellationToken).ConfigureAwait(false);
        var written = Channel.CreateUnbounded<IngestedCompany>(new UnboundedChannelOptions { SingleReader = true });
        var publishing = PublishAsync(written.Reader, cancellationToken);
        var degree = new ParallelOptions
        {
            MaxDegreeOfParallelism = Math.Min(_options.MaxConcurrent, Environment.ProcessorCount), CancellationToken = cancellationToken,
        };
        try
        {
            await Parallel.ForEachAsync(documents, degree, async (document, token) =>
                await IngestAsync(run, document, known, written.Writer, token).ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            written.Writer.Complete();
            await publishing.ConfigureAwait(false);
        }
    }

    private async Task IngestAsync(
        IngestRun run, CompanyDocument document, IReadOnlyDictionary<Cik, byte[]> known, ChannelWriter<IngestedCompany> written,
        CancellationToken cancellationToken)
    {
        using var span = IngestTracing.BeginCompany(document, isDetailed: run.Counts.Total < IngestTracing.DetailedCompanies);
        var company = Prepare(document, known, out var fault);
        WrittenVersion? version = null;
        if (company is not null)
        {
            try
            {
                company = company with { MayBeSmaller = run.AcceptsSmaller };
                version = await _store.WriteAsync(company, cancellationToken).ConfigureAwait(false);
            }
            catch (SmallerCompanyException error)
            {
                fault = new DocumentFault(document.Origin, null, error.Message);
            }
        }

        if (fault is not null)
        {
            LogFailed(fault.File, fault.Offset, fault.Reason);
            await _log.AddFailureAsync(run.Number, document.Cik?.Value, fault, cancellationToken).ConfigureAwait(false);
            Finish(IngestOutcome.Failed);
        }
        else if (company is not null && version is not null)
        {
            await WriteThroughAsync(company, version, cancellationToken).ConfigureAwait(false);
            await written.WriteAsync(new IngestedCompany(version, run.GetAcceptance(company)), cancellationToken).ConfigureAwait(false);
            Finish(IngestOutcome.Written);
        }
        else
        {
            Finish(IngestOutcome.Unchanged);
        }

        void Finish(IngestOutcome outcome)
        {
            span.End(outcome, fault);
            run.Add(document, outcome);
        }
    }

    /// <summary>Writes the snapshot to the cache before the version is announced, so that its readers find it there.</summary>
    private async Task WriteThroughAsync(PreparedCompany company, WrittenVersion version, CancellationToken cancellationToken)
    {
        if (company.Facts is { } facts)
            await _snapshots.WriteAsync(
                version.Cik, version.Version, version.DataHash, facts.Snapshot, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Parses a document. Returns null if it is unchanged, and also sets <paramref name="fault"/> if it is unusable.</summary>
    private static PreparedCompany? Prepare(CompanyDocument document, IReadOnlyDictionary<Cik, byte[]> known, out DocumentFault? fault)
    {
        fault = document.Fault ?? (document.Cik is null ? new DocumentFault(document.Origin, null, "it has no CIK") : null);
        if (fault is not null) return null;
        var cik = document.Cik!.Value;
        var sourceHash = ContentHash.ComputeForSource(document);
        if (known.TryGetValue(cik, out var before) && before.AsSpan().SequenceEqual(sourceHash)) return null;
        try
        {
            return PreparedCompany.From(document, cik, sourceHash);
        }
        catch (CompanyFactsFormatException error)
        {
            fault = new DocumentFault(document.Origin, error.Offset, error.Reason);
        }
        catch (Exception error)
        {
            // One company that the engine cannot handle must not stop the thousands of others.
            fault = new DocumentFault(document.Origin, null, $"{error.GetType().Name}: {error.Message}");
        }

        return null;
    }

    private async Task PublishAsync(ChannelReader<IngestedCompany> written, CancellationToken cancellationToken)
    {
        while (await written.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            var batch = new List<IngestedCompany>();
            while (written.TryRead(out var company)) batch.Add(company);
            if (cancellationToken.IsCancellationRequested) continue;
            await _publisher.PublishAsync([.. batch.Select(company => company.Version)], cancellationToken).ConfigureAwait(false);
            foreach (var company in batch)
            {
                if (company.AcceptedAt is { } acceptedAt) _metrics.RecordServed(acceptedAt);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Runs} earlier ingest runs were interrupted; the new run continues their work")]
    private partial void LogInterrupted(int runs);

    /// <summary>A written company.</summary>
    /// <param name="Version">Its new version.</param>
    /// <param name="AcceptedAt">When the SEC accepted the filing that led to it; null if the company was not refreshed.</param>
    private sealed record IngestedCompany(WrittenVersion Version, DateTimeOffset? AcceptedAt);

    [LoggerMessage(LogLevel.Information, "Ingest run {Run} from {Source} started")]
    private partial void LogStarted(long run, string source);

    [LoggerMessage(LogLevel.Information, "Ingest run {Run} finished: {Written} written, {Unchanged} unchanged, {Failed} failed")]
    private partial void LogEnded(long run, int written, int unchanged, int failed);

    [LoggerMessage(LogLevel.Warning, "Cannot use {File} (byte {Offset}): {Reason}")]
    private partial void LogFailed(string file, long? offset, string reason);
}
