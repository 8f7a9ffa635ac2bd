using System.Text;
using ZiggyCreatures.Caching.Fusion.Internals;
using ZiggyCreatures.Caching.Fusion.Internals.Distributed;
using ZiggyCreatures.Caching.Fusion.Serialization;

namespace EdgarApi.Caching;

/// <summary>Serializes FusionCache entries to bytes: a header of numbers, then the value as its codec writes it.</summary>
internal sealed class CacheEntrySerializer<TValue>(ICacheCodec<TValue> codec, TimeProvider time) : IFusionCacheSerializer
    where TValue : class
{
    private const byte Magic = 0xE0;

    public byte[] Serialize<T>(T? obj)
    {
        if (obj is not FusionCacheDistributedEntry<CacheEntry<TValue>> { Value: { } value } entry) throw Unsupported<T>();
        using var stream = new MemoryStream((int)Math.Min(codec.GetSize(value.Value) + 256, int.MaxValue));
        using var output = new BinaryWriter(stream, Encoding.UTF8);
        output.Write(Magic);
        output.Write(codec.Layout);
        output.Write(entry.Timestamp);
        output.Write(entry.LogicalExpirationTimestamp);
        WriteMetadata(output, entry.Metadata);
        output.Write(value.ComputedAt.UtcTicks);
        codec.Write(output, value.Value);
        output.Flush();
        return stream.ToArray();
    }

    public T? Deserialize<T>(byte[] data)
    {
        if (typeof(T) != typeof(FusionCacheDistributedEntry<CacheEntry<TValue>>)) throw Unsupported<T>();
        using var input = new BinaryReader(new MemoryStream(data, writable: false), Encoding.UTF8);
        if (input.ReadByte() != Magic || input.ReadByte() != codec.Layout)
            throw new InvalidDataException("The entry has a different layout.");
        var (timestamp, expiration, metadata) = (input.ReadInt64(), input.ReadInt64(), ReadMetadata(input));
        var computedAt = new DateTimeOffset(input.ReadInt64(), TimeSpan.Zero);
        var value = new CacheEntry<TValue>(codec.Read(input), computedAt, time.GetUtcNow(), fromRedis: true);
        return (T)(object)new FusionCacheDistributedEntry<CacheEntry<TValue>>(value, timestamp, expiration, null, metadata);
    }

    public ValueTask<byte[]> SerializeAsync<T>(T? obj, CancellationToken token = default) => ValueTask.FromResult(Serialize(obj));

    public ValueTask<T?> DeserializeAsync<T>(byte[] data, CancellationToken token = default) => ValueTask.FromResult(Deserialize<T>(data));

    private static void WriteMetadata(BinaryWriter output, FusionCacheEntryMetadata? metadata)
    {
        output.Write(metadata is not null);
        if (metadata is null) return;
        output.Write(metadata.IsStale);
        WriteOptional(output, metadata.EagerExpirationTimestamp);
        WriteOptional(output, metadata.LastModifiedTimestamp);
        WriteOptional(output, metadata.Size);
        WriteOptional(output, metadata.Priority);
        output.Write(metadata.ETag ?? "");
    }

    private static FusionCacheEntryMetadata? ReadMetadata(BinaryReader input)
    {
        if (!input.ReadBoolean()) return null;
        var isStale = input.ReadBoolean();
        var (eager, modified, size) = (ReadOptional(input), ReadOptional(input), ReadOptional(input));
        // The priority is the one in the writer's memory, where the value was new.
        _ = ReadOptional(input);
        var tag = input.ReadString();
        return new FusionCacheEntryMetadata(isStale, eager, tag.Length == 0 ? null : tag, modified, size, priority: null);
    }

    private static void WriteOptional(BinaryWriter output, long? number)
    {
        output.Write(number.HasValue);
        if (number.HasValue) output.Write(number.Value);
    }

    private static long? ReadOptional(BinaryReader input) => input.ReadBoolean() ? input.ReadInt64() : null;

    private static NotSupportedException Unsupported<T>() => new($"This cache holds {typeof(TValue).Name}, not {typeof(T)}.");
}
