using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace EdgarApi.Storage.Screening;

/// <summary>
/// Packs values by name, exactly and in about ten bytes each: a hash of the name, so that the catalog may change, then scale and sign, then
/// the digits as a number of variable length. Packed values can be appended to each other.
/// </summary>
internal static class PackedValues
{
    private const int IdBytes = sizeof(uint);
    private const byte Negative = 0x80;
    private const byte ScaleBits = 0x1F;

    /// <summary>Gets the id of a name: its hash.</summary>
    public static uint GetId(string name) => XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(name));

    /// <summary>Packs values, in an order that depends only on the names.</summary>
    public static byte[] Pack(IEnumerable<KeyValuePair<string, decimal>> values)
    {
        using var packed = new MemoryStream(1024);
        Span<byte> head = stackalloc byte[IdBytes + 1];
        Span<int> parts = stackalloc int[4];
        foreach (var (id, value) in values.Select(pair => (Id: GetId(pair.Key), pair.Value)).OrderBy(pair => pair.Id))
        {
            decimal.GetBits(value, parts);
            BinaryPrimitives.WriteUInt32LittleEndian(head, id);
            head[IdBytes] = (byte)(value.Scale | (parts[3] < 0 ? Negative : 0));
            packed.Write(head);
            var digits = (UInt128)(uint)parts[2] << 64 | (UInt128)(uint)parts[1] << 32 | (uint)parts[0];
            for (; digits > 0x7F; digits >>= 7) packed.WriteByte((byte)(digits & 0x7F | 0x80));
            packed.WriteByte((byte)digits);
        }

        return packed.ToArray();
    }

    /// <summary>Finds a value by the id of its name.</summary>
    public static bool TryFind(ReadOnlySpan<byte> packed, uint id, out decimal value)
    {
        while (packed.Length > IdBytes)
        {
            var isFound = BinaryPrimitives.ReadUInt32LittleEndian(packed) == id;
            var (head, length) = (packed[IdBytes], 1);
            while (packed[IdBytes + length] > 0x7F) length++;
            if (isFound)
            {
                value = Read(head, packed.Slice(IdBytes + 1, length));
                return true;
            }

            packed = packed[(IdBytes + 1 + length)..];
        }

        value = 0;
        return false;
    }

    private static decimal Read(byte head, ReadOnlySpan<byte> bytes)
    {
        var digits = UInt128.Zero;
        for (var i = bytes.Length - 1; i >= 0; i--) digits = digits << 7 | (UInt128)(uint)(bytes[i] & 0x7F);
        return new decimal(
            (int)(uint)digits, (int)(uint)(digits >> 32), (int)(uint)(digits >> 64), (head & Negative) != 0, (byte)(head & ScaleBits));
    }
}
