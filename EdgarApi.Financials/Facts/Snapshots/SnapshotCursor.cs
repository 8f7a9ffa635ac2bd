using System.Runtime.CompilerServices;
using System.Text;

namespace EdgarApi.Financials.Facts;

/// <summary>Reads variable-length numbers and texts. Anything out of range is reported as a damaged snapshot.</summary>
internal ref struct SnapshotCursor(ReadOnlySpan<byte> bytes)
{
    private const int MaxNarrowBytes = 9;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    /// <summary>Reads a number of up to 126 bits.</summary>
    public UInt128 Wide()
    {
        UInt128 value = 0;
        for (var shift = 0; shift < 126; shift += 7)
        {
            var next = Byte();
            value |= (UInt128)(next & 0x7Fu) << shift;
            if (next < 0x80) return value;
        }
        throw Damaged("a number without end");
    }

    /// <summary>Reads a number if it has at most 63 bits, which is faster than <see cref="Wide"/>; otherwise leaves it.</summary>
    public bool TryNarrow(out ulong value)
    {
        var rest = _bytes[_position..];
        value = 0;
        for (int shift = 0, i = 0; shift < 63 && i < rest.Length; shift += 7, i++)
        {
            value |= (ulong)(rest[i] & 0x7Fu) << shift;
            if (rest[i] >= 0x80) continue;
            _position += i + 1;
            return true;
        }
        return false;
    }

    /// <summary>Has a fast path for one byte, which most numbers take.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Long()
    {
        var bytes = _bytes;
        var position = _position;
        if ((uint)position >= (uint)bytes.Length || bytes[position] >= 0x80) return LongerThanByte();
        _position = position + 1;
        return bytes[position];
    }

    private long LongerThanByte()
    {
        if (TryNarrow(out var value)) return (long)value;
        throw Damaged(_bytes.Length - _position < MaxNarrowBytes ? "it ends too early" : "a number without end");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Int() => Long() is var value and <= int.MaxValue ? (int)value : throw Damaged("a number too large");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Signed() =>
        Long() is var value and <= uint.MaxValue ? (int)((uint)value >> 1) ^ -(int)(value & 1) : throw Damaged("a number too large");

    /// <summary>Reads a number of items; it is at most the number of bytes of the payload.</summary>
    public int Count() => Long() is var value && value <= _bytes.Length ? (int)value : throw Damaged("more items than bytes");

    public int Index(int count) => Long() is var value && value < count ? (int)value : throw Damaged("an item that is not there");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int Day(long dayNumber) =>
        dayNumber >= 0 && dayNumber <= DateOnly.MaxValue.DayNumber ? (int)dayNumber : throw Damaged("a day outside the calendar");

    public string Text() => Encoding.UTF8.GetString(Bytes());

    public SnapshotCursor Stream() => new(Bytes());

    public readonly CompanyFactsFormatException Damaged(string reason) => new("the snapshot is damaged: " + reason, _position);

    /// <summary>A text in UTF-8, or a part of the payload.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        var length = Count();
        if (length > _bytes.Length - _position) throw Damaged("it ends too early");
        _position += length;
        return _bytes.Slice(_position - length, length);
    }

    private byte Byte() => _position < _bytes.Length ? _bytes[_position++] : throw Damaged("it ends too early");
}
