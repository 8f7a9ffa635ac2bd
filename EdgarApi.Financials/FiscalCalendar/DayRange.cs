namespace EdgarApi.Financials.FiscalCalendar;

/// <summary>Days from the first to the last, by day number, as the key of a table.</summary>
internal readonly record struct DayRange(int Start, int End)
{
    public int Days => End - Start + 1;

    /// <summary>Cheaper than the default of a record: the calendar looks a range up for every row of a company.</summary>
    public override int GetHashCode() => Start * 397 + End;
}
