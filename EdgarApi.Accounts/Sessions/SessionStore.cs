using Dapper;
using EdgarApi.Accounts.Keys;
using EdgarApi.Storage.Postgres;
using Npgsql;

namespace EdgarApi.Accounts.Sessions;

/// <summary>A new session with its token, which is not stored and cannot be shown again.</summary>
/// <param name="Token">The token that the client sends.</param>
/// <param name="ExpiresAt">Time of expiry.</param>
public sealed record CreatedSession(string Token, DateTimeOffset ExpiresAt)
{
    /// <summary>Returns the expiry only, to keep the token out of logs.</summary>
    public override string ToString() => $"until {ExpiresAt:u}";
}

/// <summary>Sessions on the primary: short-lived substitutes for a key that can only read.</summary>
public sealed class SessionStore
{
    /// <summary>How long expired sessions are kept.</summary>
    internal static readonly TimeSpan RetentionPeriod = TimeSpan.FromHours(1);

    private readonly NpgsqlDataSource _primary;
    private readonly SessionCache _cache;
    private readonly KeyChangeChannel _changes;
    private readonly TimeProvider _time;

    internal SessionStore(NpgsqlDataSource primary, SessionCache cache, KeyChangeChannel changes, TimeProvider time) =>
        (_primary, _cache, _changes, _time) = (primary, cache, changes, time);

    /// <summary>Creates a session for a key.</summary>
    public async Task<CreatedSession> CreateAsync(KnownKey key, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var (token, expiresAt) = (KeyText.CreateSession(key.Caller.UserId!.Value), _time.GetUtcNow() + lifetime);
        var (id, hash) = (GetId(token), KeyText.ComputeHash(token));
        await _primary.ExecuteAsync(
            """
            insert into sessions (id, user_id, key_id, secret_hash, created_at, expires_at)
            values (@Id, @UserId, @KeyId, @Hash, @Now, @ExpiresAt)
            """,
            new { Id = id, key.Caller.UserId, KeyId = key.Id, Hash = hash, Now = _time.GetUtcNow(), ExpiresAt = expiresAt },
            cancellationToken).ConfigureAwait(false);
        await _cache.AddAsync(id, new KnownSession(hash, key.PublicId, expiresAt.UtcTicks, IsEnded: false)).ConfigureAwait(false);
        return new CreatedSession(token, expiresAt);
    }

    /// <summary>Ends a session immediately and in all processes.</summary>
    public async Task EndAsync(string id, CancellationToken cancellationToken)
    {
        var transaction = await _primary.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = transaction.ConfigureAwait(false);
        var connection = transaction.Connection;
        await connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock(@Lock)", new { AccountChange.Lock }, cancellationToken: cancellationToken)).ConfigureAwait(false);
        var expiresAt = await connection.ReadSingleOrDefaultAsync<DateTime?>(new CommandDefinition(
            """
            update sessions set ended_at = @Now, revision = nextval('data_version') where id = @Id and ended_at is null
            returning expires_at
            """,
            new { Id = id, Now = _time.GetUtcNow() }, cancellationToken: cancellationToken)).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        if (expiresAt is not { } end) return;
        await _cache.EndAsync(id, new DateTimeOffset(end, TimeSpan.Zero)).ConfigureAwait(false);
        await _changes.PublishAsync([id]).ConfigureAwait(false);
    }

    /// <summary>Deletes sessions that expired some time ago; returns their number.</summary>
    public Task<int> CleanUpAsync(CancellationToken cancellationToken) =>
        _primary.ExecuteAsync(
            "delete from sessions where expires_at < @Before", new { Before = _time.GetUtcNow() - RetentionPeriod }, cancellationToken);

    private static string GetId(string token) => KeyText.TryRead(token, out var session)
        ? session.Id.ToString()
        : throw new InvalidOperationException("The new token has an invalid format.");
}
