using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Tests.Traps;

/// <summary>Trap 5: years of 52 and 53 weeks, quarters of 12 to 17 weeks, and period ends that drift across month boundaries.</summary>
public class WeekCalendarTests
{
    [Theory]
    [InlineData("2024Q1", "2023-09-04", "2023-11-26", 84, 57_799)]
    [InlineData("2024Q2", "2023-11-27", "2024-02-18", 84, 58_442)]
    [InlineData("2024Q3", "2024-02-19", "2024-05-12", 84, 58_515)]
    [InlineData("2024Q4", "2024-05-13", "2024-09-01", 112, 79_697)]
    public void Costco_quarters_have_12_12_12_and_16_weeks(string quarter, string start, string end, int days, int millions)
    {
        var point = Figures.Points(Companies.Costco, "Revenue", Frequency.Quarterly).Single(point => point.Period.Key == quarter);
        Assert.Equal(
            (DateOnly.Parse(start), DateOnly.Parse(end), days, millions * Figures.Million),
            (point.Period.Start, point.Period.End, point.Period.Days, point.Value.Value!.Value));
    }

    [Fact]
    public void Costco_fourth_quarters_follow_its_own_calendar()
    {
        var fourth = Figures.Points(Companies.Costco, "Revenue", Frequency.Quarterly).Where(point => point.Period.Quarter == 4).ToList();

        Assert.NotEmptyAndAll(fourth, point => Assert.Contains(point.Period.Days, new[] { 112, 119 }));
        Assert.Equal(
            [78_939 * Figures.Million, 79_697 * Figures.Million, 86_156 * Figures.Million],
            fourth.Where(point => point.Period.FiscalYear is >= 2023 and <= 2025).Select(point => point.Value.Value!.Value));
    }

    [Fact]
    public void Costco_fourth_quarter_of_a_53_week_year_has_17_weeks() =>
        Assert.Equal(119, Figures.Periods(Companies.Costco, Frequency.Quarterly).Single(period => period.Key == "2023Q4").Days);

    [Fact]
    public void Costco_year_that_ended_on_1_September_2024_is_fiscal_2024() =>
        Assert.Equal(
            ["2025Q1", "2024Q4", "2024Q3", "2024Q2", "2024Q1", "2023Q4"],
            Figures.Periods(Companies.Costco, Frequency.Quarterly)
                .Where(period => period.End.Year is 2023 or 2024)
                .Select(period => period.Key)
                .Take(6));

    [Fact]
    public void Marvell_fourth_quarter_of_2025_ends_in_February()
    {
        var quarter = Figures.Points(Companies.Marvell, "Revenue", Frequency.Quarterly).Single(point => point.Period.Key == "2025Q4");
        Assert.Equal(
            (new DateOnly(2024, 11, 3), new DateOnly(2025, 2, 1), 1_817.4m * Figures.Million),
            (quarter.Period.Start, quarter.Period.End, quarter.Value.Value!.Value));
    }

    [Fact]
    public void Marvell_has_four_quarters_in_every_year_since_2021() =>
        Assert.NotEmptyAndAll(
            Figures.Periods(Companies.Marvell, Frequency.Quarterly)
                .Where(period => period.FiscalYear is >= 2021 and <= 2026)
                .GroupBy(period => period.FiscalYear),
            year => Assert.Equal([4, 3, 2, 1], year.Select(period => period.Quarter)));

    [Fact]
    public void Home_Depot_2012_has_53_weeks() =>
        Assert.Equal(371, Figures.Periods(Companies.HomeDepot, Frequency.Annual).Single(period => period.Key == "FY2012").Days);

    [Fact]
    public void ConocoPhillips_years_tagged_a_day_early_are_the_same_years() =>
        Assert.Equal(
            ["FY2013", "FY2012", "FY2011", "FY2010"],
            Figures.Periods(Companies.ConocoPhillips, Frequency.Annual)
                .Where(period => period.FiscalYear is >= 2010 and <= 2013)
                .Select(period => period.Key));
}
