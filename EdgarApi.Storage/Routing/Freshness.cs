using Dapper;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Postgres;
using Npgsql;

namespace EdgarApi.Storage.Routing;

/// <summary>
/// How new the data of a node must be for a read. Every read states it. The router checks it on the connection of the read, before
/// the read: a node only moves forward, so the read sees at least what the check saw.
/// </summary>
public abstract class Freshness
{
    private Freshness()
    {
    }

    /// <summary>Any node within the role's lag tolerance. Only for answers that no cache keeps under a data version.</summary>
    public static Freshness Any { get; } = new AnyData();

    /// <summary>
    /// The companies as the directory knows them, or newer. Required for everything that is cached under their data versions; an older
    /// primary is refused too.
    /// </summary>
    public static Freshness AtLeast(params IReadOnlyCollection<CompanyEntry> companies) => new CompanyRevisions(companies);

    /// <summary>An announced revision of the directory, or a newer one. The primary always qualifies: nothing newer exists.</summary>
    public static Freshness AtLeast(long revision) => revision > 0 ? new DirectoryRevision(revision) : Any;

    /// <summary>Whether the node behind the connection is new enough.</summary>
    internal abstract ValueTask<bool> IsMetAsync(NodeRole node, NpgsqlConnection connection, CancellationToken cancellationToken);

    private sealed class AnyData : Freshness
    {
        internal override ValueTask<bool> IsMetAsync(NodeRole node, NpgsqlConnection connection, CancellationToken cancellationToken) =>
            new(true);
    }

    private sealed class DirectoryRevision(long revision) : Freshness
    {
        private const string Sql = "select coalesce(max(revision), 0) from companies";

        internal override async ValueTask<bool> IsMetAsync(
            NodeRole node, NpgsqlConnection connection, CancellationToken cancellationToken)
        {
            if (node == NodeRole.Primary) return true;
            var query = new CommandDefinition(Sql, cancellationToken: cancellationToken);
            return await connection.ExecuteScalarAsync<long>(query).ConfigureAwait(false) >= revision;
        }
    }

    private sealed class CompanyRevisions(IReadOnlyCollection<CompanyEntry> companies) : Freshness
    {
        private const string Sql = """
            select not exists (
                select from unnest(@Ciks, @Revisions) as wanted (cik, revision)
                left join companies known on known.cik = wanted.cik
                where known.revision is null or known.revision < wanted.revision)
            """;

        internal override async ValueTask<bool> IsMetAsync(
            NodeRole node, NpgsqlConnection connection, CancellationToken cancellationToken)
        {
            var wanted = new
            {
                Ciks = companies.Select(company => company.Cik.Value).ToArray(),
                Revisions = companies.Select(company => company.Revision).ToArray(),
            };
            var query = new CommandDefinition(Sql, wanted, cancellationToken: cancellationToken);
            return await connection.ExecuteScalarAsync<bool>(query).ConfigureAwait(false);
        }
    }
}
