using System.Buffers.Binary;
using System.Text;
using EdgarApi.Accounts.Keys;
using EdgarApi.Caching;
using EdgarApi.Caching.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EdgarApi.Accounts.Sessions;

/// <summary>Caches sessions in Redis until they expire, ended ones included. Without Redis they are read from the database.</summary>
internal sealed partial class SessionCache(
    IServiceProvider services, IOptions<CacheOptions> options, TimeProvider time, ILogger<SessionCache> logger)
{
    private readonly RedisPool? _redis = services.GetService<RedisPool>();

    /// <summary>Reads sessions by id; omits those that are not cached.</summary>
    public async Task<Dictionary<string, KnownSession>> ReadAsync(IReadOnlyCollection<string> ids)
    {
        var found = new Dictionary<string, KnownSession>(StringComparer.Ordinal);
        await TryAsync(async database =>
        {
            var values = await Task.WhenAll(ids.Select(id => database.StringGetAsync(GetKey(id)))).ConfigureAwait(false);
            foreach (var (id, value) in ids.Zip(values))
                if (Read(value) is { } session) found[id] = session;
        }).ConfigureAwait(false);
        return found;
    }

    /// <summary>Adds a session unless it is already cached.</summary>
    public Task AddAsync(string id, KnownSession session) => WriteAsync(id, session, session.ExpiresAt, When.NotExists);

    /// <summary>Marks a session as ended until its expiry.</summary>
    public Task EndAsync(string id, DateTimeOffset expiresAt) => WriteAsync(id, KnownSession.Ended, expiresAt.UtcTicks, When.Always);

    /// <summary>Removes sessions, in case the process that ended them could not reach Redis.</summary>
    public Task RemoveAsync(IEnumerable<string> ids) =>
        TryAsync(database => Task.WhenAll(ids.Select(id => database.KeyDeleteAsync(GetKey(id)))));

    private Task WriteAsync(string id, KnownSession session, long expiresAt, When when)
    {
        var left = new DateTimeOffset(expiresAt, TimeSpan.Zero) - time.GetUtcNow();
        return left <= TimeSpan.Zero ? Task.CompletedTask
            : TryAsync(database => database.StringSetAsync(GetKey(id), Write(session), left, when));
    }

    private async Task TryAsync(Func<IDatabase, Task> work)
    {
        if (_redis?.Next() is not { IsConnected: true } connection) return;
        try
        {
            await work(connection.GetDatabase()).WaitAsync(options.Value.RedisTimeout).ConfigureAwait(false);
        }
        catch (Exception error) when (error is RedisException or TimeoutException)
        {
            LogFailed(error.Message);
        }
    }

    private string GetKey(string id) => CacheKey.ForSession(options.Value.Namespace, KeyText.GetUser(id), id);

    private static byte[] Write(KnownSession session)
    {
        var bytes = new byte[1 + sizeof(long) + KeyText.HashLength + session.Key.Length];
        bytes[0] = session.IsEnded ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(1), session.ExpiresAt);
        session.Hash.CopyTo(bytes, 1 + sizeof(long));
        Encoding.ASCII.GetBytes(session.Key, bytes.AsSpan(1 + sizeof(long) + KeyText.HashLength));
        return bytes;
    }

    private static KnownSession? Read(byte[]? bytes)
    {
        const int KeyOffset = 1 + sizeof(long) + KeyText.HashLength;
        return bytes is not { Length: >= KeyOffset } ? null : new KnownSession(
            bytes[(1 + sizeof(long))..KeyOffset], Encoding.ASCII.GetString(bytes, KeyOffset, bytes.Length - KeyOffset),
            BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(1)), bytes[0] == 1);
    }

    [LoggerMessage(LogLevel.Warning, "Redis is unavailable for sessions; using the database: {Reason}")]
    private partial void LogFailed(string reason);
}
