using System.Security.Cryptography;
using System.Text;
using EdgarApi.Caching.Redis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EdgarApi.Caching;

/// <summary>
/// Signs values in Redis with an HMAC-SHA256 over key and value. Write access to Redis is therefore not enough to forge a value, to change
/// one, or to copy one to another key. Values are verified when they are read from Redis, not on hits in memory.
/// </summary>
public sealed partial class ValueSigner
{
    /// <summary>Minimum time between log entries about invalid signatures.</summary>
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    /// <summary>The first key signs. All keys verify.</summary>
    private readonly IReadOnlyList<byte[]> _keys;

    private readonly TimeProvider _time;
    private readonly ILogger<ValueSigner> _logger;
    private long _nextLogAt;
    private long _rejected;

    /// <summary>Creates the signer. Without a configured key it draws one, which no other process knows.</summary>
    /// <param name="options">The keys.</param>
    /// <param name="redis">Whether the program uses Redis.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Logs values that are rejected.</param>
    public ValueSigner(IOptions<CacheOptions> options, RedisGateway redis, TimeProvider time, ILogger<ValueSigner> logger)
    {
        (_time, _logger) = (time, logger);
        string[] keys = [options.Value.SigningKey, options.Value.PreviousSigningKey];
        _keys = [.. keys.Where(key => key.Length > 0).Select(Encoding.UTF8.GetBytes)];
        if (options.Value.SigningKey.Length > 0) return;
        _keys = [RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes), .. _keys];
        if (redis.IsConfigured) LogNoKey();
    }

    /// <summary>Number of values that were rejected.</summary>
    public long Rejected => Interlocked.Read(ref _rejected);

    /// <summary>Appends a signature to a value.</summary>
    public byte[] Sign(string key, ReadOnlySpan<byte> value)
    {
        var signed = new byte[value.Length + HMACSHA256.HashSizeInBytes];
        value.CopyTo(signed);
        ComputeSignature(_keys[0], key, value, signed.AsSpan(value.Length));
        return signed;
    }

    /// <summary>Removes the signature of a value; returns null without a value or with an invalid signature, which is logged.</summary>
    public byte[]? Verify(string key, byte[]? signed)
    {
        if (signed is null) return null;
        var length = signed.Length - HMACSHA256.HashSizeInBytes;
        if (length >= 0 && _keys.Any(secret => IsValid(secret, key, signed.AsSpan(0, length), signed.AsSpan(length))))
            return signed[..length];
        Interlocked.Increment(ref _rejected);
        LogRejected(key);
        return null;
    }

    private static bool IsValid(byte[] secret, string key, ReadOnlySpan<byte> value, ReadOnlySpan<byte> signature)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        ComputeSignature(secret, key, value, expected);
        return CryptographicOperations.FixedTimeEquals(expected, signature);
    }

    private static void ComputeSignature(byte[] secret, string key, ReadOnlySpan<byte> value, Span<byte> signature)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        var name = Encoding.UTF8.GetBytes(key);
        // The length keeps bytes from moving between key and value.
        hash.AppendData(BitConverter.GetBytes(name.Length));
        hash.AppendData(name);
        hash.AppendData(value);
        hash.GetHashAndReset(signature);
    }

    private void LogRejected(string key)
    {
        var (now, until) = (_time.GetUtcNow().UtcTicks, Volatile.Read(ref _nextLogAt));
        if (now >= until && Interlocked.CompareExchange(ref _nextLogAt, now + LogInterval.Ticks, until) == until)
            LogInvalid(key, Rejected);
    }

    [LoggerMessage(LogLevel.Warning,
        "Ignoring {Key} in Redis, whose signature is invalid ({Rejected} values so far): it was forged or damaged, or was signed with "
        + "another key than EdgarApi:Cache:SigningKey and EdgarApi:Cache:PreviousSigningKey")]
    private partial void LogInvalid(string key, long rejected);

    [LoggerMessage(LogLevel.Warning,
        "EdgarApi:Cache:SigningKey is not set: this process ignores what other processes store in Redis. Set the same key for all "
        + "processes")]
    private partial void LogNoKey();
}
