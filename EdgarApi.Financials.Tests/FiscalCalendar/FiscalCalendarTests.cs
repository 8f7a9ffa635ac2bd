using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Tests.FiscalCalendar;

public class FiscalCalendarTests
{
    [Theory]
    [InlineData(Companies.Nvidia, "FY2026", "2025-01-27", "2026-01-25")]
    [InlineData(Companies.Walmart, "FY2026", "2025-02-01", "2026-01-31")]
    [InlineData(Companies.HomeDepot, "FY2025", "2025-02-03", "2026-02-01")]
    [InlineData(Companies.Costco, "FY2023", "2022-08-29", "2023-09-03")]
    [InlineData(Companies.Marvell, "FY2025", "2024-02-04", "2025-02-01")]
    [InlineData(Companies.RoyalBank, "FY2024", "2023-11-01", "2024-10-31")]
    public void Fiscal_years_have_the_filers_names_and_dates(int cik, string key, string start, string end)
    {
        var year = GetPeriods(cik, Frequency.Annual).Single(period => period.Key == key);
        Assert.Equal((DateOnly.Parse(start), DateOnly.Parse(end)), (year.Start, year.End));
    }

    [Fact]
    public void Costco_quarters_have_12_12_12_and_16_or_17_weeks() =>
        Assert.Equal(
            [119, 84, 84, 84, 112, 84, 84, 84],
            GetPeriods(Companies.Costco, Frequency.Quarterly)
                .Where(p => p.FiscalYear is 2023 or 2024)
                .OrderByDescending(p => (p.FiscalYear == 2023, p.End))
                .Select(p => p.Days));

    [Fact]
    public void Under_Armours_transition_period_lies_between_its_years() =>
        Assert.Equal(
            ["FY2026", "FY2025", "FY2024", "FY2023", "TP2022-03-31", "FY2021", "FY2020"],
            GetPeriods(Companies.UnderArmour, Frequency.Annual).Take(7).Select(period => period.Key));

    [Theory]
    [InlineData(Companies.Apple)]
    [InlineData(Companies.Nvidia)]
    [InlineData(Companies.Costco)]
    [InlineData(Companies.UnderArmour)]
    [InlineData(Companies.ProcterAndGamble)]
    public void Quarters_follow_each_other_without_gap_or_overlap(int cik)
    {
        var quarters = GetPeriods(cik, Frequency.Quarterly);
        Assert.True(quarters.Count > 40);
        for (var i = 1; i < quarters.Count; i++) Assert.Equal(quarters[i].End.AddDays(1), quarters[i - 1].Start);
    }

    [Fact]
    public void Trailing_twelve_months_end_with_each_quarter_that_follows_three_others()
    {
        var quarters = GetPeriods(Companies.Apple, Frequency.Quarterly);
        var ttm = GetPeriods(Companies.Apple, Frequency.Ttm);

        Assert.Equal(quarters.Take(quarters.Count - 3).Select(q => q.End), ttm.Take(quarters.Count - 3).Select(t => t.End));
        Assert.NotEmptyAndAll(ttm, t => Assert.InRange(t.Days, 357, 372));
    }


    private static IReadOnlyList<FiscalPeriod> GetPeriods(int cik, Frequency frequency) =>
        FinancialModel.GetOrBuild(Companies.Facts(cik), new StatementOptions()).Calendar.GetPeriods(frequency);
}
