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
        var slot = (int)XxHash3.HashToUInt64(utf8) & (_slots.Length - 1);
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
