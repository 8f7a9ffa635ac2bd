using Dapper;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Postgres;
using Npgsql;

namespace EdgarApi.Storage.Routing;

/// <summary>
/// How recent a node's data must be for a read. Every read specifies it, unless it finds that out itself. The router checks it on the
/// read's connection before the read. Nodes only move forward, so the read sees at least what the check saw.
/// </summary>
public abstract class Freshness
{
    private Freshness()
    {
    }

    /// <summary>Any node within the role's lag tolerance. Only for responses that are not cached under a data version.</summary>
    public static Freshness Any { get; } = new AnyData();

    /// <summary>
    /// At least the revisions of the given entries, for reads that may be newer; <see cref="CompanyReads"/> has those that may not. Also
    /// rejects a primary that is older, for example after a restore.
    /// </summary>
    public static Freshness AtLeast(params IReadOnlyCollection<CompanyEntry> companies) => new CompanyRevisions(companies);

    /// <summary>At least an announced revision of the directory. The primary always qualifies, because nothing newer exists.</summary>
    public static Freshness AtLeast(long revision) => revision > 0 ? new DirectoryRevision(revision) : Any;

    /// <summary>Whether the connection's node is recent enough.</summary>
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
