namespace EdgarApi.Financials.FiscalCalendar;

/// <summary>Days from the first to the last, by day number, as the key of a table.</summary>
internal readonly record struct DayRange(int Start, int End)
{
    public int Days => End - Start + 1;

    /// <summary>A table is filled for each row of a company, and half of that would be the general way to combine hash codes.</summary>
    public override int GetHashCode() => Start * 397 + End;
}
