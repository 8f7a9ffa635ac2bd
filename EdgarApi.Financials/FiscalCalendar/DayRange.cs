namespace EdgarApi.Financials.FiscalCalendar;

/// <summary>Days from the first to the last, by day number, as the key of a table.</summary>
internal readonly record struct DayRange(int Start, int End)
{
    public int Days => End - Start + 1;

    /// <summary>Tables of ranges are filled once per row of a company; combining hash codes in the general way takes half of that.</summary>
    public override int GetHashCode() => Start * 397 + End;
}
