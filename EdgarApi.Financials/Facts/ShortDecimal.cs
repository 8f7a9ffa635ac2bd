namespace EdgarApi.Financials.Facts;

/// <summary>
/// Reads decimals of up to eighteen digits without an exponent, which nearly all values of filings are, faster than the general way.
/// </summary>
internal static class ShortDecimal
{
    private const int MaxLength = 18;

    /// <summary>Reads a number that is well-formed JSON; false if it must be read otherwise.</summary>
    public static bool TryRead(ReadOnlySpan<byte> number, out decimal value)
    {
        value = 0;
        var isNegative = number[0] == '-';
        if (isNegative) number = number[1..];
        if (number.Length > MaxLength) return false;
        var digits = 0L;
        var point = number.Length;
        for (var i = 0; i < number.Length; i++)
        {
            var digit = number[i] - '0';
            if ((uint)digit <= 9) digits = digits * 10 + digit;
            else if (number[i] == '.') point = i + 1;
            else return false;
        }

        // The general parser decides the sign of zero.
        if (digits == 0 && isNegative) return false;
        value = new decimal((int)digits, (int)(digits >> 32), 0, isNegative, (byte)(number.Length - point));
        return true;
    }
}
