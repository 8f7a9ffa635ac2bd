namespace EdgarApi.Financials.Facts;

/// <summary>Dates <c>YYYY-MM-DD</c> in UTF-8 as day numbers of <see cref="DateOnly"/>.</summary>
internal static class IsoDay
{
    public static bool TryParse(ReadOnlySpan<byte> utf8, out int dayNumber)
    {
        dayNumber = 0;
        if (utf8.Length != 10 || utf8[4] != '-' || utf8[7] != '-') return false;
        if (!TwoDigits(utf8, out var century) || !TwoDigits(utf8[2..], out var year) || !TwoDigits(utf8[5..], out var month)
            || !TwoDigits(utf8[8..], out var day))
            return false;
        year += century * 100;
        if (year == 0 || month is 0 or > 12 || day == 0 || (day > 28 && day > DateTime.DaysInMonth(year, month)))
            return false;
        dayNumber = new DateOnly(year, month, day).DayNumber;
        return true;
    }

    private static bool TwoDigits(ReadOnlySpan<byte> utf8, out int value)
    {
        int tens = utf8[0] - '0', ones = utf8[1] - '0';
        value = tens * 10 + ones;
        return (uint)tens <= 9 && (uint)ones <= 9;
    }
}
