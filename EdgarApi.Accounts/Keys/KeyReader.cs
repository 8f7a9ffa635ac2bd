using Dapper;
using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Routing;
using Npgsql;

namespace EdgarApi.Accounts.Keys;

/// <summary>Reads keys with the rights that follow from their users and organizations.</summary>
internal sealed class KeyReader(PrimaryReader primaryReader, TierCatalog tiers)
{
    private const string Sql = """
        select k.id, k.public_id, k.secret_hash as hash, k.scopes, k.expires_at, k.user_id, k.organization_id,
            u.subscription_tier as tier, o.is_operator, k.is_active and u.is_active and o.is_active as is_active,
            not pg_is_in_recovery() as is_from_primary
        from api_keys k
        join users u on u.id = k.user_id
        join organizations o on o.id = k.organization_id
        where k.public_id = any(@Ids)
        """;

    /// <summary>Reads keys by public id; omits those that do not exist.</summary>
    /// <exception cref="DatabaseUnavailableException">No node responds.</exception>
    public async Task<IReadOnlyDictionary<string, CachedRow<KnownKey>>> ReadAsync(
        IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var rows = await primaryReader.ReadAsync(
            (connection, token) =>
                connection.ReadRowsAsync<Row>(new CommandDefinition(Sql, new { Ids = ids.ToArray() }, cancellationToken: token)),
            cancellationToken).ConfigureAwait(false);
        return rows.ToDictionary(
            row => row.PublicId, row => new CachedRow<KnownKey>(GetKey(row), row.IsFromPrimary), StringComparer.Ordinal);
    }

    /// <summary>Reads the ids of the keys and sessions that changed after a revision, and the latest revision.</summary>
    public async Task<ChangedKeys> ReadChangesAsync(long after, CancellationToken cancellationToken)
    {
        const string Changes = """
            select public_id, revision from api_keys where revision > @After
            union all select id, revision from sessions where revision > @After and revision > 0
            """;
        var rows = await primaryReader.ReadAsync(
            (connection, token) => connection.ReadRowsAsync<(string Id, long Revision)>(new CommandDefinition(
                Changes, new { After = after }, cancellationToken: token)),
            cancellationToken).ConfigureAwait(false);
        return new ChangedKeys([.. rows.Select(row => row.Id)], rows.Count == 0 ? after : Math.Max(after, rows.Max(row => row.Revision)));
    }

    /// <summary>Reads the latest revision.</summary>
    public Task<long> ReadRevisionAsync(CancellationToken cancellationToken) => primaryReader.ReadAsync(
        (connection, token) => connection.ReadSingleAsync<long>(new CommandDefinition(
            """
            select greatest(
                (select coalesce(max(revision), 0) from api_keys),
                (select coalesce(max(revision), 0) from sessions where revision > 0))
            """,
            cancellationToken: token)),
        cancellationToken);

    private KnownKey GetKey(Row row)
    {
        var scopes = KeyScopes.From(row.Scopes);
        if (row.IsOperator && scopes.HasFlag(KeyScope.Admin)) scopes |= KeyScope.Operate;
        var tier = tiers.Find(row.Tier)
            ?? throw new InvalidOperationException($"User {row.UserId} has the tier '{row.Tier}', which is not in tiers.json.");
        var caller = new Caller($"u{row.UserId}", tier, scopes, row.Id, row.UserId, row.OrganizationId);
        return new KnownKey(row.Id, row.PublicId, row.Hash, row.IsActive, row.ExpiresAt, caller);
    }

    private sealed record Row
    {
        public long Id { get; init; }

        public string PublicId { get; init; } = "";

        public byte[] Hash { get; init; } = [];

        public string[] Scopes { get; init; } = [];

        public DateTime? ExpiresAt { get; init; }

        public long UserId { get; init; }

        public long OrganizationId { get; init; }

        public string Tier { get; init; } = "";

        public bool IsOperator { get; init; }

        public bool IsActive { get; init; }

        public bool IsFromPrimary { get; init; }
    }
}

/// <summary>Ids that changed, and the latest revision.</summary>
internal sealed record ChangedKeys(IReadOnlyList<string> Ids, long Revision);
