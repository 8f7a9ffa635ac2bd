using System.Globalization;

namespace EdgarApi.Financials.Facts;

/// <summary>An accession number: the SEC's id of a filing, as in <c>0000320193-25-000079</c>.</summary>
/// <param name="Value">Its eighteen digits as a number.</param>
public readonly record struct Accession(long Value) : IComparable<Accession>
{
    /// <summary>With its two dashes.</summary>
    public override string ToString()
    {
        var value = Value;
        return string.Create(
            CultureInfo.InvariantCulture, $"{value / 100_000_000:D10}-{value / 1_000_000 % 100:D2}-{value % 1_000_000:D6}");
    }

    /// <inheritdoc />
    public int CompareTo(Accession other) => Value.CompareTo(other.Value);

    /// <summary>Reads the form with dashes, in UTF-8.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out Accession accession)
    {
        accession = default;
        if (utf8.Length != 20 || utf8[10] != '-' || utf8[13] != '-') return false;
        long value = 0;
        for (var i = 0; i < utf8.Length; i++)
        {
            if (i is 10 or 13) continue;
            var digit = utf8[i] - '0';
            if ((uint)digit > 9) return false;
            value = value * 10 + digit;
        }
        accession = new Accession(value);
        return true;
    }

    /// <summary>Orders by number.</summary>
    public static bool operator <(Accession left, Accession right) => left.Value < right.Value;

    /// <summary>Orders by number.</summary>
    public static bool operator >(Accession left, Accession right) => left.Value > right.Value;

    /// <summary>Orders by number.</summary>
    public static bool operator <=(Accession left, Accession right) => left.Value <= right.Value;

    /// <summary>Orders by number.</summary>
    public static bool operator >=(Accession left, Accession right) => left.Value >= right.Value;
}
