using Dapper;
using EdgarApi.Accounts.Keys;
using EdgarApi.Storage.Routing;

namespace EdgarApi.Accounts.Sessions;

/// <summary>Reads sessions: from Redis, and those that it does not have from the database.</summary>
internal sealed class SessionReader(PrimaryReader newest, SessionCache cache)
{
    private const string Sql = """
        select s.id as Id, s.secret_hash as Hash, k.public_id as Key, s.expires_at as ExpiresAt, s.ended_at is not null as IsEnded, not pg_is_in_recovery() as IsNewest
        from sessions s join api_keys k on k.id = s.key_id
        where s.id = any(@Ids)
        """;

    /// <summary>The sessions with these ids, by id; those that none has are missing.</summary>
    /// <exception cref="DatabaseUnavailableException">No node could answer.</exception>
    public async Task<IReadOnlyDictionary<string, CachedRow<KnownSession>>> ReadAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var found = (await cache.ReadAsync(ids).ConfigureAwait(false)).ToDictionary(
            session => session.Key, session => new CachedRow<KnownSession>(session.Value, IsNewest: true), StringComparer.Ordinal);
        string[] rest = [.. ids.Where(id => !found.ContainsKey(id))];
        if (rest.Length == 0) return found;
        var rows = await newest.ReadAsync(
            (connection, token) => connection.QueryAsync<(string Id, byte[] Hash, string Key, DateTime ExpiresAt, bool IsEnded, bool IsNewest)>(
                new CommandDefinition(Sql, new { Ids = rest }, cancellationToken: token)),
            cancellationToken).ConfigureAwait(false);
        foreach (var row in rows)
        {
            var session = new KnownSession(row.Hash, row.Key, row.ExpiresAt.Ticks, row.IsEnded);
            found[row.Id] = new CachedRow<KnownSession>(session, row.IsNewest);
            if (row.IsNewest) await cache.AddAsync(row.Id, session).ConfigureAwait(false);
        }

        return found;
    }
}
