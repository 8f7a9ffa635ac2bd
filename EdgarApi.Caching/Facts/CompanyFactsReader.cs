using System.Globalization;
using System.Threading.RateLimiting;
using Dapper;
using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Facts;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EdgarApi.Caching.Facts;

/// <inheritdoc cref="ICompanyFactsReader"/>
/// <remarks>
/// Reads from memory, then Redis, then a replica. Decoded facts are immutable and their keys contain the version, so entries are never
/// outdated, only evicted, least recently used first.
/// </remarks>
internal sealed partial class CompanyFactsReader(
    IReadRouter router, SnapshotTier snapshots, IOptions<FactsOptions> options, TimeProvider time, ILogger<CompanyFactsReader> logger)
    : ICompanyFactsReader, IVersionListener, IDisposable
{
    /// <summary>Maximum number of companies fetched and decoded concurrently.</summary>
    public const int MaxConcurrent = 10;

    /// <summary>Reads the snapshot of a company; no row if the node's data is older than the entry.</summary>
    internal const string Sql = """
        select facts.payload, companies.revision
        from companies left join company_facts facts using (cik)
        where cik = @Cik and companies.revision >= @Revision
        """;

    private readonly FactsMemory _memory = new(options.Value, time);

    /// <summary>The facts in memory.</summary>
    internal FactsMemory Memory => _memory;

    private readonly ConcurrencyLimiter _decoding = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = MaxConcurrent, QueueLimit = int.MaxValue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    public async ValueTask<CompanyFacts?> GetAsync(CompanyEntry company, CancellationToken cancellationToken)
    {
        if (!company.IsLoaded) return null;
        var key = string.Create(CultureInfo.InvariantCulture, $"facts:{{{company.Cik}}}:{company.DataHash}:{company.Version}");
        // A caller that gives up does not cancel the load for the others.
        var loading = _memory.GetOrLoadAsync(key, token => LoadAsync(company, token));
        return loading.IsCompletedSuccessfully ? loading.Result : await loading.AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Changed(IReadOnlySet<Cik> companies) => _memory.Release(companies);

    public void Dispose()
    {
        _memory.Dispose();
        _decoding.Dispose();
    }

    private async Task<CompanyFacts?> LoadAsync(CompanyEntry company, CancellationToken cancellationToken)
    {
        using var permit = await _decoding.AcquireAsync(1, cancellationToken).ConfigureAwait(false);
        if (await snapshots.ReadAsync(company.Cik, company.Version, company.DataHash, cancellationToken).ConfigureAwait(false)
            is { } cached && DecodeCached(company, cached) is { } facts)
            return facts;

        var read = await router.ReadAsync(ReadRole.Api, (connection, token) => ReadAsync(connection, company, token), cancellationToken)
            .ConfigureAwait(false);
        if (read is null) return null;
        await snapshots.WriteAsync(company.Cik, company.Version, company.DataHash, read.Payload, cancellationToken).ConfigureAwait(false);
        return read.Facts;
    }

    /// <summary>
    /// Reads and decodes on a node, so that the router tries the next one if the node's snapshot is damaged or older than the entry.
    /// </summary>
    private static async Task<FreshRead<DecodedSnapshot?>?> ReadAsync(
        NpgsqlConnection connection, CompanyEntry company, CancellationToken cancellationToken)
    {
        var row = await connection.ReadSingleOrDefaultAsync<(byte[]? Payload, long Revision)?>(new CommandDefinition(
            Sql, new { Cik = company.Cik.Value, company.Revision }, cancellationToken: cancellationToken)).ConfigureAwait(false);
        if (row is not { } found) return null;
        if (found.Revision > company.Revision) throw new NewerDataException(found.Revision);
        return new FreshRead<DecodedSnapshot?>(
            found.Payload is { } payload ? new DecodedSnapshot(payload, Decode(company, payload)) : null);
    }

    /// <exception cref="DamagedDataException">The snapshot is damaged or belongs to another company.</exception>
    private static CompanyFacts Decode(CompanyEntry company, byte[] snapshot)
    {
        CompanyFacts facts;
        try
        {
            facts = CompanyFacts.FromSnapshot(snapshot, company.Sic);
        }
        catch (CompanyFactsFormatException error)
        {
            throw new DamagedDataException($"The snapshot of CIK {company.Cik} is damaged: {error.Message}", error);
        }

        return facts.Cik == company.Cik ? facts
            : throw new DamagedDataException($"The snapshot of CIK {company.Cik} belongs to CIK {facts.Cik}.");
    }

    /// <summary>Decodes a snapshot from Redis; null if it is damaged, so that the one in the database replaces it.</summary>
    private CompanyFacts? DecodeCached(CompanyEntry company, byte[] snapshot)
    {
        try
        {
            return Decode(company, snapshot);
        }
        catch (DamagedDataException error)
        {
            LogDamaged(error.Message);
            return null;
        }
    }

    private sealed record DecodedSnapshot(byte[] Payload, CompanyFacts Facts);

    [LoggerMessage(LogLevel.Warning, "Ignoring a snapshot in Redis. {Reason}")]
    private partial void LogDamaged(string reason);
}
