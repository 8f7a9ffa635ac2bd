using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Facts;
using EdgarApi.Sec.Sources;
using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Publication;
using EdgarApi.Storage.Tracing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EdgarApi.Storage.Ingest;

/// <summary>Takes companies from a source into the primary: parsed side by side, each written in one transaction, published when the replicas have it.</summary>
public sealed partial class IngestPipeline
{
    private const string TurnName = "edgar-ingest";

    private readonly CompanyFactsStore store;
    private readonly ListingStore listings;
    private readonly IngestLog log;
    private readonly VersionPublisher publisher;
    private readonly ISnapshotCache snapshots;
    private readonly NpgsqlDataSource primary;
    private readonly IngestOptions options;
    private readonly ILogger<IngestPipeline> logger;

    internal IngestPipeline(
        CompanyFactsStore store, ListingStore listings, IngestLog log, VersionPublisher publisher, ISnapshotCache snapshots, NpgsqlDataSource primary,
        IOptions<IngestOptions> options, ILogger<IngestPipeline> logger)
    {
        this.store = store;
        this.listings = listings;
        this.log = log;
        this.publisher = publisher;
        this.snapshots = snapshots;
        this.primary = primary;
        this.options = options.Value;
        this.logger = logger;
    }

    /// <summary>Ingests a whole source: its listings, then every company. Waits while another process ingests.</summary>
    /// <returns>How it went; a document that cannot be used is counted and logged, and the rest go on.</returns>
    public Task<IngestCounts> RunAsync(ICompanySource source, IProgress<IngestCounts>? progress, CancellationToken cancellationToken) =>
        RunAsync(source.Name, Everything(source, cancellationToken), progress, cancellationToken);

    /// <summary>Whether a run has ever gone through the whole source.</summary>
    public Task<bool> HasCompletedAsync(ICompanySource source, CancellationToken cancellationToken) => log.HasCompletedAsync(source.Name, cancellationToken);

    /// <summary>The documents of a run that could not be used, and why.</summary>
    public Task<IReadOnlyList<DocumentFault>> ReadFailuresAsync(long run, CancellationToken cancellationToken) => log.ReadFailuresAsync(run, cancellationToken);

    /// <summary>Ingests those loaded companies that filed since.</summary>
    public async Task<IngestCounts> RefreshAsync(IRefreshableCompanySource source, IProgress<IngestCounts>? progress, CancellationToken cancellationToken)
    {
        await listings.WriteAsync(await source.ReadListingsAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        var known = await KnownCompanies.ReadAsync(primary, cancellationToken).ConfigureAwait(false);
        return await RunAsync($"{source.Name} refresh", source.ReadChangedAsync(known, cancellationToken), progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ingests one company beside whatever run may be going on: its transaction keeps it apart.</summary>
    /// <returns>Its version; null when the document cannot be used or changed nothing.</returns>
    public async Task<long?> IngestOneAsync(CompanyDocument document, CancellationToken cancellationToken)
    {
        using var span = IngestTracing.BeginCompany(document, isDetailed: true);
        if (Prepare(document, ReadOnlyDictionary<Cik, byte[]>.Empty, out var fault) is not { } company)
        {
            LogFailed(fault!.File, fault.Offset, fault.Reason);
            span.Ended(IngestOutcome.Failed, fault);
            return null;
        }

        if (await store.WriteAsync(company, cancellationToken).ConfigureAwait(false) is not { } version)
        {
            span.Ended(IngestOutcome.Unchanged);
            return null;
        }

        await WriteThroughAsync(company, version, cancellationToken).ConfigureAwait(false);
        await publisher.PublishAsync([version], cancellationToken).ConfigureAwait(false);
        span.Ended(IngestOutcome.Written);
        return version.Version;
    }

    /// <summary>Ingests a stream of documents.</summary>
    public async Task<IngestCounts> RunAsync(
        string name, IAsyncEnumerable<CompanyDocument> documents, IProgress<IngestCounts>? progress, CancellationToken cancellationToken)
    {
        await using var handle = await AdvisoryLock.TakeAsync(TurnName, primary, cancellationToken).ConfigureAwait(false);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, handle.Lost);
        var run = new IngestRun(await log.BeginAsync(name, stopping.Token).ConfigureAwait(false), progress);
        using var activity = IngestTracing.BeginRun(run.Number, name);
        LogBegun(run.Number, name);
        try
        {
            await GoThroughAsync(run, documents, stopping.Token).ConfigureAwait(false);
            await log.EndAsync(run.Number, run.Counts, null, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            activity?.Fail(error);
            // The run's own token may be what ended it.
            await log.EndAsync(run.Number, run.Counts, error.Message, CancellationToken.None).ConfigureAwait(false);
            throw;
        }

        LogEnded(run.Number, run.Counts.Written, run.Counts.Unchanged, run.Counts.Failed);
        return run.Counts;
    }

    private async IAsyncEnumerable<CompanyDocument> Everything(ICompanySource source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await listings.WriteAsync(await source.ReadListingsAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        await foreach (var document in source.ReadAsync(cancellationToken).ConfigureAwait(false)) yield return document;
    }

    private async Task GoThroughAsync(IngestRun run, IAsyncEnumerable<CompanyDocument> documents, CancellationToken cancellationToken)
    {
        var known = await store.ReadSourceHashesAsync(cancellationToken).ConfigureAwait(false);
        var written = Channel.CreateUnbounded<WrittenVersion>(new UnboundedChannelOptions { SingleReader = true });
        var publishing = PublishAsync(written.Reader, cancellationToken);
        var degree = new ParallelOptions
        {
            MaxDegreeOfParallelism = Math.Min(options.MaxConcurrent, Environment.ProcessorCount), CancellationToken = cancellationToken,
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
        IngestRun run, CompanyDocument document, IReadOnlyDictionary<Cik, byte[]> known, ChannelWriter<WrittenVersion> written, CancellationToken cancellationToken)
    {
        using var span = IngestTracing.BeginCompany(document, isDetailed: run.Counts.Total < IngestTracing.DetailedCompanies);
        if (Prepare(document, known, out var fault) is { } company)
        {
            var version = await store.WriteAsync(company, cancellationToken).ConfigureAwait(false);
            if (version is not null)
            {
                await WriteThroughAsync(company, version, cancellationToken).ConfigureAwait(false);
                await written.WriteAsync(version, cancellationToken).ConfigureAwait(false);
            }

            Finished(version is null ? IngestOutcome.Unchanged : IngestOutcome.Written);
        }
        else if (fault is null)
        {
            Finished(IngestOutcome.Unchanged);
        }
        else
        {
            LogFailed(fault.File, fault.Offset, fault.Reason);
            await log.FailedAsync(run.Number, document.Cik?.Value, fault, cancellationToken).ConfigureAwait(false);
            Finished(IngestOutcome.Failed);
        }

        void Finished(IngestOutcome outcome)
        {
            span.Ended(outcome, fault);
            run.Finished(document, outcome);
        }
    }

    /// <summary>Writes the snapshot through to the cache, where whoever hears of the version finds it.</summary>
    private async Task WriteThroughAsync(PreparedCompany company, WrittenVersion version, CancellationToken cancellationToken)
    {
        if (company.Facts is { } facts)
            await snapshots.WriteAsync(version.Cik, version.Version, version.DataHash, facts.Snapshot, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Parses a document; null when its bytes are on file already, or with a fault when it cannot be used.</summary>
    private static PreparedCompany? Prepare(CompanyDocument document, IReadOnlyDictionary<Cik, byte[]> known, out DocumentFault? fault)
    {
        fault = document.Fault ?? (document.Cik is null ? new DocumentFault(document.Origin, null, "it does not say whose it is") : null);
        if (fault is not null) return null;
        var cik = document.Cik!.Value;
        var sourceHash = ContentHash.OfSource(document);
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
            // One company whose facts trip the engine must not keep out the thousands of others.
            fault = new DocumentFault(document.Origin, null, $"{error.GetType().Name}: {error.Message}");
        }

        return null;
    }

    private async Task PublishAsync(ChannelReader<WrittenVersion> written, CancellationToken cancellationToken)
    {
        while (await written.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            var batch = new List<WrittenVersion>();
            while (written.TryRead(out var version)) batch.Add(version);
            if (!cancellationToken.IsCancellationRequested) await publisher.PublishAsync(batch, cancellationToken).ConfigureAwait(false);
        }
    }

    [LoggerMessage(LogLevel.Information, "Ingest run {Run} from {Source} begins")]
    private partial void LogBegun(long run, string source);

    [LoggerMessage(LogLevel.Information, "Ingest run {Run} ended: {Written} written, {Unchanged} unchanged, {Failed} failed")]
    private partial void LogEnded(long run, int written, int unchanged, int failed);

    [LoggerMessage(LogLevel.Warning, "{File} cannot be used (byte {Offset}): {Reason}")]
    private partial void LogFailed(string file, long? offset, string reason);
}
