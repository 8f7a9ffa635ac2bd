using System.Buffers.Binary;
using System.Text;
using EdgarApi.Accounts.Keys;
using EdgarApi.Caching;
using EdgarApi.Caching.Redis;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EdgarApi.Accounts.Sessions;

/// <summary>
/// Caches sessions in Redis until they expire, ended ones included. Without Redis they are read from the database. Sessions are signed: a
/// forged one would act as any user.
/// </summary>
internal sealed class SessionCache(RedisGateway redis, ValueSigner signer, IOptions<CacheOptions> options, TimeProvider time)
{
    /// <summary>Reads sessions by id; omits those that are not cached.</summary>
    public async Task<Dictionary<string, KnownSession>> ReadAsync(IReadOnlyCollection<string> ids)
    {
        var found = new Dictionary<string, KnownSession>(StringComparer.Ordinal);
        var values = await redis.RunAsync(database => Task.WhenAll(ids.Select(id => database.StringGetAsync(GetKey(id)))))
            .ConfigureAwait(false);
        var invalid = new List<string>();
        foreach (var (id, value) in ids.Zip(values ?? []))
        {
            if (Read(signer.Verify(GetKey(id), value)) is { } session) found[id] = session;
            else if (value.HasValue) invalid.Add(id);
        }

        // Before the database is read, so that this never removes the mark of a session that ends after that read.
        if (invalid.Count > 0) await RemoveAsync(invalid).ConfigureAwait(false);
        return found;
    }

    /// <summary>Adds a session unless it is already cached.</summary>
    public Task AddAsync(string id, KnownSession session) => WriteAsync(id, session, session.ExpiresAt, When.NotExists);

    /// <summary>Marks a session as ended until its expiry.</summary>
    public Task EndAsync(string id, DateTimeOffset expiresAt) => WriteAsync(id, KnownSession.Ended, expiresAt.UtcTicks, When.Always);

    /// <summary>Removes sessions, in case the process that ended them could not reach Redis.</summary>
    public async Task RemoveAsync(IEnumerable<string> ids) =>
        await redis.TryRunAsync(database => Task.WhenAll(ids.Select(id => database.KeyDeleteAsync(GetKey(id))))).ConfigureAwait(false);

    private async Task WriteAsync(string id, KnownSession session, long expiresAt, When when)
    {
        var left = new DateTimeOffset(expiresAt, TimeSpan.Zero) - time.GetUtcNow();
        if (left <= TimeSpan.Zero) return;
        var key = GetKey(id);
        var signed = signer.Sign(key, Write(session));
        await redis.TryRunAsync(database => database.StringSetAsync(key, signed, left, when)).ConfigureAwait(false);
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
}
