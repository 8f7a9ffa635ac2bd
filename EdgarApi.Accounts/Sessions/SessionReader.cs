using Dapper;
using EdgarApi.Accounts.Keys;
using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Routing;

namespace EdgarApi.Accounts.Sessions;

/// <summary>Reads sessions from Redis, and those that it does not have from the database.</summary>
internal sealed class SessionReader(PrimaryReader primaryReader, SessionCache cache)
{
    private const string Sql = """
        select s.id, s.secret_hash as hash, k.public_id as key, s.expires_at, s.ended_at is not null as is_ended,
            not pg_is_in_recovery() as is_from_primary
        from sessions s join api_keys k on k.id = s.key_id
        where s.id = any(@Ids)
        """;

    /// <summary>Reads sessions by id; omits those that do not exist.</summary>
    /// <exception cref="DatabaseUnavailableException">No node responds.</exception>
    public async Task<IReadOnlyDictionary<string, CachedRow<KnownSession>>> ReadAsync(
        IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var found = (await cache.ReadAsync(ids).ConfigureAwait(false)).ToDictionary(
            session => session.Key, session => new CachedRow<KnownSession>(session.Value, IsFromPrimary: true), StringComparer.Ordinal);
        string[] rest = [.. ids.Where(id => !found.ContainsKey(id))];
        if (rest.Length == 0) return found;
        var rows = await primaryReader.ReadAsync(
            (connection, token) =>
                connection.ReadRowsAsync<(string Id, byte[] Hash, string Key, DateTime ExpiresAt, bool IsEnded, bool IsFromPrimary)>(
                    new CommandDefinition(Sql, new { Ids = rest }, cancellationToken: token)),
            cancellationToken).ConfigureAwait(false);
        foreach (var row in rows)
        {
            var session = new KnownSession(row.Hash, row.Key, row.ExpiresAt.Ticks, row.IsEnded);
            found[row.Id] = new CachedRow<KnownSession>(session, row.IsFromPrimary);
            if (row.IsFromPrimary) await cache.AddAsync(row.Id, session).ConfigureAwait(false);
        }

        return found;
    }
}
