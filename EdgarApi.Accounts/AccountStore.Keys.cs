using EdgarApi.Accounts.Keys;
using EdgarApi.Storage.Postgres;

namespace EdgarApi.Accounts;

public sealed partial class AccountStore
{
    private const string SelectKeys = """
        select k.id, k.public_id, k.name, k.organization_id, k.user_id, u.subscription_tier as tier, k.is_live, k.scopes, k.is_active,
            u.is_active and o.is_active as is_owner_active, k.created_at, k.expires_at, k.revoked_at, n.public_id as replaced_by,
            k.last_used_at
        from api_keys k
        join users u on u.id = k.user_id
        join organizations o on o.id = k.organization_id
        left join api_keys n on n.id = k.replaced_by
        """;

    private const string OneKey = $"{SelectKeys} where k.public_id = @Id and (@Reach is null or k.organization_id = @Reach)";

    /// <summary>Creates a key; null if the user does not exist.</summary>
    public Task<CreatedKey?> CreateKeyAsync(Actor actor, NewKey key, CancellationToken cancellationToken) =>
        ChangeAsync(actor, async change =>
        {
            if (await InsertAsync(change, key, _time.GetUtcNow()).ConfigureAwait(false) is not { } created) return null;
            await change.AuditAsync(
                "key.create", $"key:{created.Key.PublicId}", created.Key.OrganizationId,
                new { created.Key.Name, created.Key.UserId, created.Key.Scopes, created.Key.ExpiresAt })
                .ConfigureAwait(false);
            return created;
        }, cancellationToken);

    /// <summary>
    /// Creates a successor with the same name, scopes and lifetime. The old key stays valid for the grace period.
    /// Returns null if the key does not exist.
    /// </summary>
    /// <exception cref="AccountConflictException">
    /// The key is not active, already has a successor, or replaced a key that is still valid.
    /// </exception>
    public Task<CreatedKey?> RotateKeyAsync(Actor actor, string publicId, TimeSpan grace, CancellationToken cancellationToken) =>
        ChangeAsync(actor, async change =>
        {
            var now = _time.GetUtcNow();
            if (await change.FindAsync<ApiKey>(OneKey, new { Id = publicId, actor.Reach }).ConfigureAwait(false) is not { } old)
                return null;
            if (old.StatusAt(now) is not "active" and var status)
                throw new AccountConflictException($"The key {old.Prefix} is {status}. Only an active key can be rotated.");
            var predecessor = await change.FindAsync<ApiKey>(
                $"{SelectKeys} where k.replaced_by = @Id and k.is_active and k.expires_at > @Now",
                new { old.Id, Now = now }).ConfigureAwait(false);
            if (predecessor is not null)
                throw new AccountConflictException(
                    $"The key {predecessor.Prefix}, replaced by {old.Prefix}, is valid until {predecessor.ExpiresAt:u}. Revoke it first.");

            var successor = new NewKey(old.UserId, old.Name, KeyScopes.From(old.Scopes), old.IsLive, now + (old.ExpiresAt - old.CreatedAt));
            var created = (await InsertAsync(change, successor, now).ConfigureAwait(false))!;
            await change.ExecuteAsync(
                "update api_keys set expires_at = least(expires_at, @End), replaced_by = @New where id = @Id",
                new { old.Id, End = now + grace, New = created.Key.Id })
                .ConfigureAwait(false);
            await change.TouchKeysAsync("id = @Id", new { old.Id }).ConfigureAwait(false);
            await change.AuditAsync(
                "key.rotate", $"key:{publicId}", old.OrganizationId,
                new { Successor = created.Key.PublicId, GraceSeconds = (long)grace.TotalSeconds }).ConfigureAwait(false);
            return created;
        }, cancellationToken);

    /// <summary>Changes a key's name, scopes or expiry; null if the key does not exist. The secret never changes.</summary>
    /// <exception cref="AccountConflictException">The key is revoked, expired or about to be replaced.</exception>
    public Task<ApiKey?> UpdateKeyAsync(Actor actor, string publicId, KeyUpdate changes, CancellationToken cancellationToken) =>
        ChangeAsync(actor, async change =>
        {
            var (named, expiresAt) = (new { Id = publicId, actor.Reach }, changes.ExpiresAt?.ToUniversalTime());
            if (await change.FindAsync<ApiKey>(OneKey, named).ConfigureAwait(false) is not { } key) return null;
            if (key.StatusAt(_time.GetUtcNow()) is not ("active" or "disabled") and var status)
                throw new AccountConflictException($"The key {key.Prefix} is {status} and cannot be changed.");
            var scopes = changes.Scopes is { } given ? KeyScopes.GetNames(given) : null;
            await change.ExecuteAsync(
                """
                update api_keys set name = coalesce(@Name, name), scopes = coalesce(@Scopes, scopes),
                    expires_at = coalesce(@ExpiresAt, expires_at)
                where id = @Id
                """,
                new { key.Id, changes.Name, Scopes = scopes, ExpiresAt = expiresAt }).ConfigureAwait(false);
            await change.TouchKeysAsync("id = @Id", new { key.Id }).ConfigureAwait(false);
            await change.AuditAsync("key.update", $"key:{publicId}", key.OrganizationId,
                new { changes.Name, Scopes = scopes, ExpiresAt = expiresAt }).ConfigureAwait(false);
            return await change.GetAsync<ApiKey>(OneKey, named).ConfigureAwait(false);
        }, cancellationToken);

    /// <summary>Revokes a key immediately and permanently; null if it does not exist. Revoking it again does nothing.</summary>
    public Task<ApiKey?> RevokeKeyAsync(Actor actor, string publicId, CancellationToken cancellationToken) =>
        ChangeAsync(actor, async change =>
        {
            var parameters = new { Id = publicId, actor.Reach, Now = _time.GetUtcNow() };
            var key = await change.FindAsync<ApiKey>(OneKey, parameters).ConfigureAwait(false);
            if (key is not { IsActive: true }) return key;
            await change.ExecuteAsync(
                "update api_keys set is_active = false, revoked_at = @Now where public_id = @Id", parameters).ConfigureAwait(false);
            await change.TouchKeysAsync("public_id = @Id", parameters).ConfigureAwait(false);
            await change.AuditAsync("key.revoke", $"key:{publicId}", key.OrganizationId, new { key.Name }).ConfigureAwait(false);
            return await change.GetAsync<ApiKey>(OneKey, parameters).ConfigureAwait(false);
        }, cancellationToken);

    /// <summary>Returns a page of keys, newest first.</summary>
    /// <param name="reach">The only organization to include; null for all.</param>
    /// <param name="filter">Selects keys.</param>
    /// <param name="limit">Maximum number of keys.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public Task<IReadOnlyList<ApiKey>> ListKeysAsync(long? reach, KeyFilter filter, int limit, CancellationToken cancellationToken) =>
        _primary.QueryAsync<ApiKey>(
            $"""
            {SelectKeys}
            where (@Before is null or k.id < @Before) and (@Reach is null or k.organization_id = @Reach)
                and (@Organization is null or k.organization_id = @Organization) and (@User is null or k.user_id = @User)
                and (@Prefix is null or k.public_id like @Prefix)
            order by k.id desc limit @Limit
            """,
            new
            {
                filter.Before, Reach = reach, filter.Organization, filter.User,
                Prefix = filter.Prefix is null ? null : $"{filter.Prefix}%", Limit = limit,
            },
            cancellationToken);

    /// <summary>Finds a key by its public id; null if it does not exist.</summary>
    public Task<ApiKey?> FindKeyAsync(long? reach, string publicId, CancellationToken cancellationToken) =>
        _primary.QuerySingleOrDefaultAsync<ApiKey>(OneKey, new { Id = publicId, Reach = reach }, cancellationToken);

    /// <param name="change">The transaction.</param>
    /// <param name="key">Its properties.</param>
    /// <param name="now">The time of creation.</param>
    /// <param name="given">The text of a key that was generated elsewhere, or null.</param>
    private static async Task<CreatedKey?> InsertAsync(AccountChange change, NewKey key, DateTimeOffset now, string? given = null)
    {
        var text = given ?? KeyText.Create(key.IsLive ? KeyKind.Live : KeyKind.Test);
        KeyText.TryRead(text, out var parts);
        var parameters = new
        {
            Id = parts.Id.ToString(), change.Actor.Reach, key.UserId, Hash = KeyText.ComputeHash(text), key.Name,
            IsLive = parts.Kind == KeyKind.Live,
            Scopes = KeyScopes.GetNames(key.Scopes), Now = now, ExpiresAt = key.ExpiresAt?.ToUniversalTime(),
        };
        var inserted = await change.ExecuteAsync(
            """
            insert into api_keys (organization_id, user_id, public_id, secret_hash, name, is_live, scopes, created_at, expires_at)
            select organization_id, id, @Id, @Hash, @Name, @IsLive, @Scopes, @Now, @ExpiresAt from users
            where id = @UserId and (@Reach is null or organization_id = @Reach)
            """, parameters).ConfigureAwait(false);
        if (inserted == 0) return null;
        // The id is new, but a process may remember it as unknown after a lookup of a guessed key.
        await change.TouchKeysAsync("public_id = @Id", parameters).ConfigureAwait(false);
        return new CreatedKey(await change.GetAsync<ApiKey>(OneKey, parameters).ConfigureAwait(false), text);
    }
}

/// <summary>Selects keys; null matches any.</summary>
/// <param name="Before">Row id of the last key of the previous page.</param>
/// <param name="Organization">Id of the organization.</param>
/// <param name="User">Id of the user.</param>
/// <param name="Prefix">First characters of the public id.</param>
public sealed record KeyFilter(long? Before = null, long? Organization = null, long? User = null, string? Prefix = null);
