using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace EdgarApi.Financials.Companies;

/// <summary>A Central Index Key: the SEC's number of a filer, 1 to 9,999,999,999.</summary>
/// <param name="Value">The number without leading zeros.</param>
public readonly record struct Cik(long Value) : IComparable<Cik>, ISpanParsable<Cik>
{
    /// <summary>The largest number of ten digits.</summary>
    public const long MaxValue = 9_999_999_999;

    /// <summary>The ten digits that the SEC pads to, as in <c>0000320193</c>.</summary>
    public override string ToString() => Value.ToString("D10", CultureInfo.InvariantCulture);

    /// <inheritdoc />
    public int CompareTo(Cik other) => Value.CompareTo(other.Value);

    /// <summary>Reads a CIK with or without leading zeros or the prefix <c>CIK</c>, in any case.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Cik cik)
    {
        if (text.StartsWith("CIK", StringComparison.OrdinalIgnoreCase)) text = text[3..];
        var ok = text.Length is > 0 and <= 10
            & long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0;
        cik = ok ? new Cik(value) : default;
        return ok;
    }

    /// <inheritdoc />
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Cik result) => TryParse(s, out result);

    /// <inheritdoc />
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Cik result) =>
        TryParse(s.AsSpan(), out result);

    /// <inheritdoc />
    /// <exception cref="FormatException">The text is not a CIK.</exception>
    public static Cik Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, out var cik) ? cik : throw new FormatException($"'{s}' is not a CIK: one to ten digits, not zero.");

    /// <inheritdoc />
    public static Cik Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    /// <summary>Orders by number.</summary>
    public static bool operator <(Cik left, Cik right) => left.Value < right.Value;

    /// <summary>Orders by number.</summary>
    public static bool operator >(Cik left, Cik right) => left.Value > right.Value;

    /// <summary>Orders by number.</summary>
    public static bool operator <=(Cik left, Cik right) => left.Value <= right.Value;

    /// <summary>Orders by number.</summary>
    public static bool operator >=(Cik left, Cik right) => left.Value >= right.Value;
}
