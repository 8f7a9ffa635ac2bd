using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace EdgarApi.Financials.Facts;

/// <summary>Maps repeated UTF-8 texts to small integers without a string per repetition.</summary>
internal sealed class Utf8Interner
{
    private readonly List<string> _texts = [];
    private readonly List<byte[]> _bytes = [];
    private int[] _slots = new int[64];

    public IReadOnlyList<string> Texts => _texts;

    /// <summary>The code of a text: its position in <see cref="Texts"/>.</summary>
    public int Intern(ReadOnlySpan<byte> utf8)
    {
        var slot = Hash(utf8) & (_slots.Length - 1);
        for (; _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            var code = _slots[slot] - 1;
            if (utf8.SequenceEqual(_bytes[code])) return code;
        }
        _bytes.Add(utf8.ToArray());
        _texts.Add(Encoding.UTF8.GetString(utf8));
        _slots[slot] = _texts.Count;
        if (_texts.Count * 2 > _slots.Length) Grow();
        return _texts.Count - 1;
    }

    /// <summary>The texts of facts, such as <c>10-K</c>, <c>FY</c> and <c>CY2024Q4I</c>, rarely have more than nine bytes.</summary>
    private static int Hash(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > 16) return (int)XxHash3.HashToUInt64(utf8);
        var hash = (ulong)utf8.Length;
        if (utf8.Length >= sizeof(ulong))
        {
            hash ^= BinaryPrimitives.ReadUInt64LittleEndian(utf8) * 0x9E37_79B9_7F4A_7C15;
            hash ^= BinaryPrimitives.ReadUInt64LittleEndian(utf8[^sizeof(ulong)..]);
        }
        else
        {
            foreach (var next in utf8) hash = (hash << 8) | next;
        }

        return (int)((hash * 0x9E37_79B9_7F4A_7C15) >> 32);
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        for (var code = 0; code < _bytes.Count; code++)
        {
            var slot = Hash(_bytes[code]) & (_slots.Length - 1);
            while (_slots[slot] != 0) slot = (slot + 1) & (_slots.Length - 1);
            _slots[slot] = code + 1;
        }
    }
}
