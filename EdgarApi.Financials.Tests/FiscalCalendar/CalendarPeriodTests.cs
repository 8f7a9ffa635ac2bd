using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Tests.FiscalCalendar;

public sealed class CalendarPeriodTests
{
    /// <summary>
    /// The SEC's own assignment of every fact that has a frame. Durations that the SEC calls instants, and those too short for a quarter,
    /// are not periods of a statement.
    /// </summary>
    [Fact]
    public void Periods_have_the_frames_that_the_SEC_gives_to_facts()
    {
        var (checkedFacts, wrong) = (0, new List<string>());
        foreach (var cik in Companies.Complete.Concat(Companies.Trimmed))
        {
            foreach (var fact in Companies.Facts(cik).Query(new FactQuery(), 0, int.MaxValue).Facts)
            {
                if (fact.Frame is not { } frame || GetOwn(fact.Period) is not { } own) continue;
                checkedFacts++;
                if (own != frame) wrong.Add($"{cik} {fact.Period.Start} {fact.Period.End} {frame} {own}");
            }
        }

        Assert.True(checkedFacts > 200_000, $"{checkedFacts} facts");
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("2024-02-05", "2025-02-02", "CY2024")]
    [InlineData("2023-07-01", "2024-06-30", "CY2024")]
    [InlineData("2023-07-03", "2024-06-29", "CY2023")]
    [InlineData("2024-05-13", "2024-09-01", "CY2024Q3")]
    [InlineData("2022-11-21", "2023-02-12", "CY2022Q4")]
    [InlineData("2024-11-25", "2025-02-16", "CY2025Q1")]
    [InlineData("2024-01-01", "2024-06-30", null)]
    public void A_duration_belongs_to_one_calendar_period_or_none(string start, string end, string? key)
    {
        var days = DateOnly.Parse(end).DayNumber - DateOnly.Parse(start).DayNumber;
        var kind = days > 200 ? FiscalPeriodKind.Year : days > 150 ? FiscalPeriodKind.Transition : FiscalPeriodKind.Quarter;
        Assert.Equal(key, CalendarPeriod.From(new FiscalPeriod(kind, 2024, 1, DateOnly.Parse(start), DateOnly.Parse(end)))?.Key);
    }

    [Fact]
    public void Twelve_months_belong_to_the_quarter_with_which_they_end()
    {
        var months = new FiscalPeriod(
            FiscalPeriodKind.TrailingTwelveMonths, 2024, 3, new DateOnly(2023, 7, 2), new DateOnly(2024, 6, 29));
        Assert.Equal("CY2024Q2", CalendarPeriod.From(months)?.Key);
    }

    [Fact]
    public void Fiscal_years_of_different_companies_line_up()
    {
        var years = new[] { Companies.Apple, Companies.Nvidia, Companies.HomeDepot, Companies.ProcterAndGamble, Companies.McDonalds }
            .Select(cik => FinancialModel.GetOrBuild(Companies.Facts(cik), new StatementOptions()).Calendar.Annual
                .Single(year => CalendarPeriod.From(year) == new CalendarPeriod(2024, 0)));
        Assert.Equal(
            ["2024-09-28", "2025-01-26", "2025-02-02", "2024-06-30", "2024-12-31"], years.Select(year => $"{year.End:yyyy-MM-dd}"));
    }

    private static string? GetOwn(FactPeriod period)
    {
        if (period.Start is not { } start) return CalendarPeriod.FromInstant(period.End).InstantKey;
        var days = period.End.DayNumber - start.DayNumber + 1;
        var kind = days > 200 ? FiscalPeriodKind.Year : FiscalPeriodKind.Quarter;
        return days < 61 ? null : CalendarPeriod.From(new FiscalPeriod(kind, 0, 0, start, period.End))?.Key;
    }
}
