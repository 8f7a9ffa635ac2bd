namespace EdgarApi.Financials.Facts;

/// <summary>Zeros at the end of amounts, which show how they were rounded.</summary>
internal static class TrailingZeros
{
    /// <summary>What stands for the number of zeros of zero itself, which shows nothing.</summary>
    public const byte OfZero = byte.MaxValue;

    /// <summary>Zeros at the end of a whole number; 0 for a fraction and for numbers beyond 64 bits.</summary>
    public static byte Count(decimal value)
    {
        if (value == 0) return OfZero;
        if (value.Scale > 0)
        {
            var whole = decimal.Truncate(value);
            if (whole != value) return 0;
            value = whole;
        }
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var isBeyondLong = bits[2] != 0 || bits[1] < 0;
        return isBeyondLong ? (byte)0 : Count(((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
    }

    private static byte Count(ulong whole)
    {
        byte zeros = 0;
        for (; whole % 10 == 0; zeros++) whole /= 10;
        return zeros;
    }
}
