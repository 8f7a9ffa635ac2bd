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

/// <summary>Sessions in Redis until their time is over, ended ones too. Redis only saves work here: while it is away the database tells.</summary>
internal sealed partial class SessionCache(IServiceProvider services, IOptions<CacheOptions> options, TimeProvider time, ILogger<SessionCache> logger)
{
    private readonly RedisPool? redis = services.GetService<RedisPool>();

    /// <summary>Those of the sessions that Redis has, by id.</summary>
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

    /// <summary>Puts a session there, unless something newer is there already.</summary>
    public Task AddAsync(string id, KnownSession session) => WriteAsync(id, session, session.ExpiresAt, When.NotExists);

    /// <summary>Notes that a session is over, as long as its time would have lasted.</summary>
    public Task EndAsync(string id, DateTimeOffset expiresAt) => WriteAsync(id, KnownSession.Ended, expiresAt.UtcTicks, When.Always);

    /// <summary>Forgets sessions; whoever ended them may not have reached Redis.</summary>
    public Task RemoveAsync(IEnumerable<string> ids) => TryAsync(database => Task.WhenAll(ids.Select(id => database.KeyDeleteAsync(GetKey(id)))));

    private Task WriteAsync(string id, KnownSession session, long expiresAt, When when)
    {
        var left = new DateTimeOffset(expiresAt, TimeSpan.Zero) - time.GetUtcNow();
        return left <= TimeSpan.Zero ? Task.CompletedTask : TryAsync(database => database.StringSetAsync(GetKey(id), Write(session), left, when));
    }

    private async Task TryAsync(Func<IDatabase, Task> work)
    {
        if (redis?.Next() is not { IsConnected: true } connection) return;
        try
        {
            await work(connection.GetDatabase()).WaitAsync(options.Value.RedisTimeout).ConfigureAwait(false);
        }
        catch (Exception error) when (error is RedisException or TimeoutException)
        {
            LogPassedOver(error.Message);
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

    private static KnownSession? Read(byte[]? bytes) => bytes is not { Length: >= 1 + sizeof(long) + KeyText.HashLength } ? null : new KnownSession(
        bytes[(1 + sizeof(long))..(1 + sizeof(long) + KeyText.HashLength)], Encoding.ASCII.GetString(bytes, 1 + sizeof(long) + KeyText.HashLength, bytes.Length - 1 - sizeof(long) - KeyText.HashLength),
        BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(1)), bytes[0] == 1);

    [LoggerMessage(LogLevel.Warning, "Redis is passed over for sessions: {Reason}")]
    private partial void LogPassedOver(string reason);
}
