using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.FiscalCalendar;

/// <summary>A company's fiscal years and quarters, as its reports cover them.</summary>
internal sealed class CompanyCalendar
{
    private readonly FiscalYear[] _years;
    private readonly Dictionary<int, FiscalYear> _byLabel = [];

    /// <param name="years">Oldest first.</param>
    public CompanyCalendar(FiscalYear[] years)
    {
        _years = years;
        foreach (var year in years)
            if (!year.IsTransition) _byLabel.TryAdd(year.Label, year);
        Annual = [.. years.Where(y => y.IsReported).Select(y => y.Period).Reverse()];
        Quarterly = [.. Quarters().OrderByDescending(period => period.End)];
        Ttm = [.. TrailingTwelveMonths()];
    }

    /// <summary>Years and transition periods, oldest first.</summary>
    public IReadOnlyList<FiscalYear> Years => _years;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<FiscalPeriod> Annual { get; }

    /// <summary>Newest first, including transition periods of a quarter's length.</summary>
    public IReadOnlyList<FiscalPeriod> Quarterly { get; }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<FiscalPeriod> Ttm { get; }

    public IReadOnlyList<FiscalPeriod> GetPeriods(Frequency frequency) => frequency switch
    {
        Frequency.Annual => Annual,
        Frequency.Quarterly => Quarterly,
        _ => Ttm,
    };

    public FiscalYear? Year(int label) => _byLabel.GetValueOrDefault(label);

    /// <summary>The four quarters that end with a period's end, newest first; null across a gap.</summary>
    public FiscalPeriod[]? GetQuarters(FiscalPeriod twelveMonths)
    {
        var last = IndexOfQuarter(twelveMonths.End);
        if (last < 0 || last + 3 >= Quarterly.Count) return null;
        var quarters = new FiscalPeriod[4];
        for (var i = 0; i < 4; i++)
        {
            quarters[i] = Quarterly[last + i];
            if (i > 0 && quarters[i].End.DayNumber + 1 != quarters[i - 1].Start.DayNumber) return null;
        }
        return quarters;
    }

    /// <summary>The same period a number of years earlier; null if the calendar does not have it.</summary>
    public FiscalPeriod? Before(FiscalPeriod period, int years)
    {
        var periods = PeriodLength.IsQuarter(period.Days) ? Quarterly : GetPeriods(GetFrequency(period));
        for (var i = 0; i < periods.Count; i++)
            if (periods[i].IsYearsBefore(period, years)) return periods[i];
        return null;
    }

    /// <summary>
    /// The period of the same kind, or a transition, that ends where this one starts; null across a gap and for twelve months.
    /// </summary>
    public FiscalPeriod? Preceding(FiscalPeriod period)
    {
        if (period.Kind == FiscalPeriodKind.TrailingTwelveMonths) return null;
        var periods = GetPeriods(GetFrequency(period));
        for (var i = 0; i < periods.Count; i++)
            if (periods[i].End.DayNumber == period.Start.DayNumber - 1) return periods[i];
        return null;
    }

    /// <summary>The frequency whose list has periods of the kind.</summary>
    public static Frequency GetFrequency(FiscalPeriod period) => period.Kind switch
    {
        FiscalPeriodKind.Quarter => Frequency.Quarterly,
        FiscalPeriodKind.TrailingTwelveMonths => Frequency.Ttm,
        _ => Frequency.Annual,
    };

    private int IndexOfQuarter(DateOnly end)
    {
        for (var i = 0; i < Quarterly.Count; i++)
            if (Quarterly[i].End == end) return i;
        return -1;
    }

    private IEnumerable<FiscalPeriod> Quarters()
    {
        foreach (var year in _years)
        {
            if (year.IsTransition && PeriodLength.IsQuarter(year.Period.Days)) yield return year.Period;
            for (var quarter = 1; quarter <= 4 && !year.IsTransition; quarter++)
                if (year.Quarter(quarter) is { Days: >= Thresholds.ShortestListedQuarter and <= Thresholds.LongestListedQuarter } period)
                    yield return period;
        }
    }

    private static FiscalPeriod TwelveMonths(FiscalPeriod last, DateOnly start) =>
        new(FiscalPeriodKind.TrailingTwelveMonths, last.FiscalYear, last.Quarter, start, last.End);

    private IEnumerable<FiscalPeriod> TrailingTwelveMonths()
    {
        foreach (var quarter in Quarterly)
        {
            if (GetQuarters(quarter) is { } four)
                yield return TwelveMonths(quarter, four[3].Start);
            else if (quarter.Quarter == 4 && Year(quarter.FiscalYear) is { } year)
                yield return TwelveMonths(quarter, DateOnly.FromDayNumber(year.Start));
        }
    }
}
