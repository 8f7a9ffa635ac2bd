using Dapper;
using EdgarApi.Accounts.Keys;
using Npgsql;

namespace EdgarApi.Accounts.Sessions;

/// <summary>A session that was just made. Its token is to be had now and never again.</summary>
/// <param name="Token">What its owner sends.</param>
/// <param name="ExpiresAt">The end of its time.</param>
public sealed record CreatedSession(string Token, DateTimeOffset ExpiresAt)
{
    /// <summary>Without the token.</summary>
    public override string ToString() => $"until {ExpiresAt:u}";
}

/// <summary>Sessions on the primary: short-lived stand-ins for a key, which open no more than reading.</summary>
public sealed class SessionStore
{
    /// <summary>How long a session that is over stays on file.</summary>
    internal static readonly TimeSpan KeptFor = TimeSpan.FromHours(1);

    private readonly NpgsqlDataSource primary;
    private readonly SessionCache cache;
    private readonly KeyChangeChannel news;
    private readonly TimeProvider time;

    internal SessionStore(NpgsqlDataSource primary, SessionCache cache, KeyChangeChannel news, TimeProvider time) =>
        (this.primary, this.cache, this.news, this.time) = (primary, cache, news, time);

    /// <summary>Makes a session of a key.</summary>
    public async Task<CreatedSession> CreateAsync(KnownKey key, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var (token, expiresAt) = (KeyText.CreateSession(key.Caller.UserId!.Value), time.GetUtcNow() + lifetime);
        var (id, hash) = (GetId(token), KeyText.ComputeHash(token));
        await ExecuteAsync(
            "insert into sessions (id, user_id, key_id, secret_hash, created_at, expires_at) values (@Id, @UserId, @KeyId, @Hash, @Now, @ExpiresAt)",
            new { Id = id, key.Caller.UserId, KeyId = key.Id, Hash = hash, Now = time.GetUtcNow(), ExpiresAt = expiresAt }, cancellationToken).ConfigureAwait(false);
        await cache.AddAsync(id, new KnownSession(hash, key.PublicId, expiresAt.UtcTicks, IsEnded: false)).ConfigureAwait(false);
        return new CreatedSession(token, expiresAt);
    }

    /// <summary>Ends a session, at once and in all processes.</summary>
    public async Task EndAsync(string id, CancellationToken cancellationToken)
    {
        var connection = await primary.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = transaction.ConfigureAwait(false);
        await connection.ExecuteAsync(new CommandDefinition("select pg_advisory_xact_lock(@Lock)", new { AccountChange.Lock }, cancellationToken: cancellationToken)).ConfigureAwait(false);
        var expiresAt = await connection.QuerySingleOrDefaultAsync<DateTime?>(new CommandDefinition(
            "update sessions set ended_at = @Now, revision = nextval('data_version') where id = @Id and ended_at is null returning expires_at",
            new { Id = id, Now = time.GetUtcNow() }, cancellationToken: cancellationToken)).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        if (expiresAt is not { } end) return;
        await cache.EndAsync(id, new DateTimeOffset(end, TimeSpan.Zero)).ConfigureAwait(false);
        await news.PublishAsync([id]).ConfigureAwait(false);
    }

    /// <summary>Removes sessions whose time has been over for a while; returns how many.</summary>
    public Task<int> CleanUpAsync(CancellationToken cancellationToken) =>
        ExecuteAsync("delete from sessions where expires_at < @Before", new { Before = time.GetUtcNow() - KeptFor }, cancellationToken);

    private static string GetId(string token) => KeyText.TryRead(token, out var session) ? session.Id.ToString() : throw new InvalidOperationException("A new token is none.");

    private async Task<int> ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        var connection = await primary.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        return await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)).ConfigureAwait(false);
    }
}
