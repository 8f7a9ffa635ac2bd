using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EdgarApi.Sec.Files;

namespace EdgarApi.Sec.Snapshots;

/// <summary>
/// A small file format for JSON: <c>EDGJ</c>, a version byte, the JSON's length (4 bytes) and XXH3 (8 bytes), both little-endian, and the
/// Brotli-compressed JSON. Equal values produce equal bytes.
/// </summary>
internal static class SealedJson
{
    private const byte Version = 1;
    private const int HeaderLength = 17;
    private const int MaxLength = 64 << 20;

    private static ReadOnlySpan<byte> Magic => "EDGJ"u8;

    public static byte[] Write<T>(T value, JsonTypeInfo<T> type)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(value, type);
        var packed = new byte[HeaderLength + BrotliEncoder.GetMaxCompressedLength(json.Length)];
        Magic.CopyTo(packed);
        packed[4] = Version;
        BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(5), json.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(packed.AsSpan(9), XxHash3.HashToUInt64(json));
        if (!BrotliEncoder.TryCompress(json, packed.AsSpan(HeaderLength), out var written, quality: 11, window: 22))
            throw new InvalidOperationException("Brotli exceeded its maximum compressed length.");
        return packed[..(HeaderLength + written)];
    }

    /// <exception cref="SecDataException">The data is damaged or has an unknown version.</exception>
    public static T Read<T>(ReadOnlySpan<byte> packed, string file, JsonTypeInfo<T> type)
        where T : class
    {
        if (packed.Length < HeaderLength || !packed.StartsWith(Magic)) throw new SecDataException(file, "is not a sealed JSON file", 0);
        if (packed[4] != Version) throw new SecDataException(file, $"has version {packed[4]}; this program reads version {Version}", 4);
        var length = BinaryPrimitives.ReadInt32LittleEndian(packed[5..]);
        if (length is < 0 or > MaxLength) throw new SecDataException(file, $"states {length} bytes of JSON; the maximum is {MaxLength}", 5);
        var json = new byte[length];
        if (!BrotliDecoder.TryDecompress(packed[HeaderLength..], json, out var written) || written != length
            || XxHash3.HashToUInt64(json) != BinaryPrimitives.ReadUInt64LittleEndian(packed[9..]))
        {
            throw new SecDataException(file, "is damaged: its checksum does not match", HeaderLength);
        }

        return SecJson.Read(json, file, type);
    }
}
