using EdgarApi.Accounts.Keys;

namespace EdgarApi.Accounts;

public sealed partial class AccountStore
{
    private const string SelectKeys = """
        select k.id as Id, k.public_id as PublicId, k.name as Name, k.organization_id as OrganizationId, k.user_id as UserId, u.subscription_tier as Tier,
            k.is_live as IsLive, k.scopes as Scopes, k.is_active as IsActive, u.is_active and o.is_active as IsOwnerActive, k.created_at as CreatedAt,
            k.expires_at as ExpiresAt, k.revoked_at as RevokedAt, n.public_id as ReplacedBy, k.last_used_at as LastUsedAt
        from api_keys k
        join users u on u.id = k.user_id
        join organizations o on o.id = k.organization_id
        left join api_keys n on n.id = k.replaced_by
        """;

    private const string OneKey = $"{SelectKeys} where k.public_id = @Id and (@Reach is null or k.organization_id = @Reach)";

    /// <summary>Makes a key; null when there is no such user.</summary>
    public Task<CreatedKey?> CreateKeyAsync(Actor actor, NewKey key, CancellationToken cancellationToken) => ChangeAsync(actor, async change =>
    {
        if (await InsertAsync(change, key, time.GetUtcNow()).ConfigureAwait(false) is not { } made) return null;
        await change.NoteAsync(
            "key.create", $"key:{made.Key.PublicId}", made.Key.OrganizationId, new { made.Key.Name, made.Key.UserId, made.Key.Scopes, made.Key.ExpiresAt })
            .ConfigureAwait(false);
        return made;
    }, cancellationToken);

    /// <summary>
    /// Makes a key that takes another's place, with the same name, rights and length of life. The old one goes on beside it until its grace period is over.
    /// Null when there is no such key.
    /// </summary>
    /// <exception cref="AccountConflictException">The key opens nothing any more, has a successor already, or its own predecessor still goes on.</exception>
    public Task<CreatedKey?> RotateKeyAsync(Actor actor, string publicId, TimeSpan grace, CancellationToken cancellationToken) => ChangeAsync(actor, async change =>
    {
        var now = time.GetUtcNow();
        if (await change.FindAsync<ApiKey>(OneKey, new { Id = publicId, actor.Reach }).ConfigureAwait(false) is not { } old) return null;
        if (old.StatusAt(now) is not "active" and var status)
            throw new AccountConflictException($"The key {old.Prefix} is {status}: only an active key can be rotated.");
        var predecessor = await change.FindAsync<ApiKey>(
            $"{SelectKeys} where k.replaced_by = @Id and k.is_active and k.expires_at > @Now", new { old.Id, Now = now }).ConfigureAwait(false);
        if (predecessor is not null)
            throw new AccountConflictException($"The key {predecessor.Prefix}, whose place {old.Prefix} took, goes on until {predecessor.ExpiresAt:u}: revoke it first.");

        var successor = new NewKey(old.UserId, old.Name, KeyScopes.From(old.Scopes), old.IsLive, now + (old.ExpiresAt - old.CreatedAt));
        var made = (await InsertAsync(change, successor, now).ConfigureAwait(false))!;
        await change.ExecuteAsync(
            "update api_keys set expires_at = least(expires_at, @End), replaced_by = @New where id = @Id", new { old.Id, End = now + grace, New = made.Key.Id })
            .ConfigureAwait(false);
        await change.TouchKeysAsync("id = @Id", new { old.Id }).ConfigureAwait(false);
        await change.NoteAsync(
            "key.rotate", $"key:{publicId}", old.OrganizationId, new { Successor = made.Key.PublicId, GraceSeconds = (long)grace.TotalSeconds }).ConfigureAwait(false);
        return made;
    }, cancellationToken);

    /// <summary>Changes a key; null when there is none. Its secret stays as it is: another one is another key.</summary>
    /// <exception cref="AccountConflictException">The key opens nothing any more, or is about to end.</exception>
    public Task<ApiKey?> UpdateKeyAsync(Actor actor, string publicId, KeyUpdate changes, CancellationToken cancellationToken) => ChangeAsync(actor, async change =>
    {
        var (named, expiresAt) = (new { Id = publicId, actor.Reach }, changes.ExpiresAt?.ToUniversalTime());
        if (await change.FindAsync<ApiKey>(OneKey, named).ConfigureAwait(false) is not { } key) return null;
        if (key.StatusAt(time.GetUtcNow()) is not ("active" or "disabled") and var status)
            throw new AccountConflictException($"The key {key.Prefix} is {status}, and cannot be changed any more.");
        var scopes = changes.Scopes is { } given ? KeyScopes.GetNames(given) : null;
        await change.ExecuteAsync(
            "update api_keys set name = coalesce(@Name, name), scopes = coalesce(@Scopes, scopes), expires_at = coalesce(@ExpiresAt, expires_at) where id = @Id",
            new { key.Id, changes.Name, Scopes = scopes, ExpiresAt = expiresAt }).ConfigureAwait(false);
        await change.TouchKeysAsync("id = @Id", new { key.Id }).ConfigureAwait(false);
        await change.NoteAsync("key.update", $"key:{publicId}", key.OrganizationId, new { changes.Name, Scopes = scopes, ExpiresAt = expiresAt }).ConfigureAwait(false);
        return await change.GetAsync<ApiKey>(OneKey, named).ConfigureAwait(false);
    }, cancellationToken);

    /// <summary>Revokes a key, at once and for good; null when there is none. Once more does nothing.</summary>
    public Task<ApiKey?> RevokeKeyAsync(Actor actor, string publicId, CancellationToken cancellationToken) => ChangeAsync(actor, async change =>
    {
        var parameters = new { Id = publicId, actor.Reach, Now = time.GetUtcNow() };
        var key = await change.FindAsync<ApiKey>(OneKey, parameters).ConfigureAwait(false);
        if (key is not { IsActive: true }) return key;
        await change.ExecuteAsync("update api_keys set is_active = false, revoked_at = @Now where public_id = @Id", parameters).ConfigureAwait(false);
        await change.TouchKeysAsync("public_id = @Id", parameters).ConfigureAwait(false);
        await change.NoteAsync("key.revoke", $"key:{publicId}", key.OrganizationId, new { key.Name }).ConfigureAwait(false);
        return await change.GetAsync<ApiKey>(OneKey, parameters).ConfigureAwait(false);
    }, cancellationToken);

    /// <summary>Keys, the newest first, a page at a time.</summary>
    /// <param name="reach">The one organization to see; null for all.</param>
    /// <param name="filter">Which.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public Task<IReadOnlyList<ApiKey>> ListKeysAsync(long? reach, KeyFilter filter, int limit, CancellationToken cancellationToken) => ListAsync<ApiKey>(
        $"""
        {SelectKeys}
        where (@Before is null or k.id < @Before) and (@Reach is null or k.organization_id = @Reach)
            and (@Organization is null or k.organization_id = @Organization) and (@User is null or k.user_id = @User)
            and (@Beginning is null or k.public_id like @Beginning)
        order by k.id desc limit @Limit
        """,
        new { filter.Before, Reach = reach, filter.Organization, filter.User, Beginning = filter.Beginning is null ? null : $"{filter.Beginning}%", Limit = limit },
        cancellationToken);

    /// <summary>One key; null when there is none.</summary>
    public async Task<ApiKey?> FindKeyAsync(long? reach, string publicId, CancellationToken cancellationToken) =>
        (await ListAsync<ApiKey>(OneKey, new { Id = publicId, Reach = reach }, cancellationToken).ConfigureAwait(false)).SingleOrDefault();

    private static async Task<CreatedKey?> InsertAsync(AccountChange change, NewKey key, DateTimeOffset now)
    {
        var text = KeyText.Create(key.IsLive ? KeyKind.Live : KeyKind.Test);
        KeyText.TryRead(text, out var parts);
        var parameters = new
        {
            Id = parts.Id.ToString(), change.Actor.Reach, key.UserId, Hash = KeyText.ComputeHash(text), key.Name, key.IsLive, Scopes = KeyScopes.GetNames(key.Scopes),
            Now = now, ExpiresAt = key.ExpiresAt?.ToUniversalTime(),
        };
        var inserted = await change.ExecuteAsync(
            """
            insert into api_keys (organization_id, user_id, public_id, secret_hash, name, is_live, scopes, created_at, expires_at)
            select organization_id, id, @Id, @Hash, @Name, @IsLive, @Scopes, @Now, @ExpiresAt from users
            where id = @UserId and (@Reach is null or organization_id = @Reach)
            """, parameters).ConfigureAwait(false);
        if (inserted == 0) return null;
        // The id is new, but somebody may have guessed it already.
        await change.TouchKeysAsync("public_id = @Id", parameters).ConfigureAwait(false);
        return new CreatedKey(await change.GetAsync<ApiKey>(OneKey, parameters).ConfigureAwait(false), text);
    }
}

/// <summary>Which keys to list; null for any.</summary>
/// <param name="Before">Number of the last one that is known already.</param>
/// <param name="Organization">Of one organization.</param>
/// <param name="User">Of one user.</param>
/// <param name="Beginning">How their public part begins.</param>
public sealed record KeyFilter(long? Before = null, long? Organization = null, long? User = null, string? Beginning = null);
