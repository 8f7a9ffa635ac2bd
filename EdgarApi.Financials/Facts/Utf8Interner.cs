using System.IO.Hashing;
using System.Text;

namespace EdgarApi.Financials.Facts;

/// <summary>Maps repeated UTF-8 texts to small integers without a string per repetition.</summary>
internal sealed class Utf8Interner
{
    private readonly List<byte[]> _bytes = [];
    private int[] _slots = new int[64];

    /// <summary>The number of different texts, which is the next code.</summary>
    public int Count => _bytes.Count;

    /// <summary>All texts in the order of their codes.</summary>
    public string[] GetTexts() => [.. _bytes.Select(Encoding.UTF8.GetString)];

    /// <summary>The code of a text: its position among all texts.</summary>
    public int Intern(ReadOnlySpan<byte> utf8)
    {
        if (Find(utf8, out var slot) is var code and >= 0) return code;
        _bytes.Add(utf8.ToArray());
        _slots[slot] = _bytes.Count;
        if (_bytes.Count * 2 > _slots.Length) Grow();
        return _bytes.Count - 1;
    }

    /// <summary>The code of a text; −1 for a text that is new.</summary>
    public int Find(ReadOnlySpan<byte> utf8) => Find(utf8, out _);

    private int Find(ReadOnlySpan<byte> utf8, out int slot)
    {
        slot = (int)XxHash3.HashToUInt64(utf8) & (_slots.Length - 1);
        for (; _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            var code = _slots[slot] - 1;
            if (utf8.SequenceEqual(_bytes[code])) return code;
        }
        return -1;
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        for (var code = 0; code < _bytes.Count; code++)
        {
            var slot = (int)XxHash3.HashToUInt64(_bytes[code]) & (_slots.Length - 1);
            while (_slots[slot] != 0) slot = (slot + 1) & (_slots.Length - 1);
            _slots[slot] = code + 1;
        }
    }
}
