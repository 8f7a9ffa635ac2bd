using System.IO.Compression;
using System.Text.RegularExpressions;
using EdgarApi.Financials.Companies;
using EdgarApi.Sec.Files;
using EdgarApi.Storage.Warming;
using EdgarApi.Warmer.Earnings;

namespace EdgarApi.Tests.Warmer.Earnings;

/// <summary>Compares estimates with the actual filing dates in the SEC's submissions files.</summary>
public sealed partial class EarningsEstimateTests
{
    [Theory]
    [InlineData(320193, "2024-10-31", 0)]
    [InlineData(320193, "2025-01-30", 0)]
    [InlineData(320193, "2025-05-01", 0)]
    [InlineData(320193, "2025-07-31", 0)]
    [InlineData(320193, "2025-10-30", 0)]
    [InlineData(320193, "2026-01-29", 0)]
    [InlineData(1045810, "2024-11-20", 1)]
    [InlineData(1045810, "2025-02-26", 7)]
    [InlineData(1045810, "2025-05-28", 7)]
    [InlineData(1045810, "2025-08-27", 0)]
    [InlineData(1045810, "2025-11-19", 0)]
    [InlineData(1045810, "2026-02-25", 0)]
    public void Held_out_Apple_and_Nvidia_quarters_are_reported_this_many_days_after_the_estimate(int cik, string reported, int days)
    {
        var actual = DateOnly.Parse(reported);
        var releases = GetReleases(cik);
        Assert.Contains(actual, releases.Select(release => release.Filed));

        var estimate = KnownBefore(releases, actual).Select(EarningsEstimate.From).MinBy(candidate => Error(candidate, actual))!;

        Assert.Equal(days, actual.DayNumber - estimate.Expected.DayNumber);
    }

    [Fact]
    public void Half_of_all_reports_come_within_a_day_of_the_estimate_and_most_within_a_week()
    {
        var errors = (
            from releases in AllReleases().ToList()
            from actual in releases.Select(release => release.Filed)
            where actual.Year >= 2019 && releases[0].Filed < actual.AddDays(-EarningsEstimate.History)
            select KnownBefore(releases, actual).Min(release => Error(EarningsEstimate.From(release), actual))).ToList();

        Assert.InRange(errors.Count, 900, 1_200);
        Assert.InRange(errors.Count(error => error <= 1) / (double)errors.Count, 0.55, 0.75);
        Assert.InRange(errors.Count(error => error <= EarningsEstimate.Margin) / (double)errors.Count, 0.88, 0.98);
    }

    [Theory]
    [InlineData("2025-10-22", false)] // more than a week ahead
    [InlineData("2025-10-23", true)]
    [InlineData("2025-10-29", true)]
    [InlineData("2025-10-30", false)] // reported
    public void A_company_is_about_to_report_until_it_has(string today, bool expected)
    {
        var day = DateOnly.Parse(today);

        var upcoming = EarningsEstimate.GetUpcoming(GetReleases(320193).Where(release => release.Filed <= day), day);

        (DateOnly Expected, DateOnly BasedOn)[] estimates = expected ? [(new DateOnly(2025, 10, 30), new DateOnly(2024, 10, 31))] : [];
        Assert.Equal(estimates, upcoming.Select(estimate => (estimate.Expected, estimate.BasedOn)));
    }

    [Fact]
    public void A_late_company_remains_about_to_report_for_a_week()
    {
        var releases = GetReleases(1045810).Where(release => release.Filed < new DateOnly(2025, 2, 1)).ToList();

        Assert.NotEmpty(EarningsEstimate.GetUpcoming(releases, new DateOnly(2025, 2, 26)));
        Assert.Empty(EarningsEstimate.GetUpcoming(releases, new DateOnly(2025, 2, 27)));
    }

    [Fact]
    public void The_nearest_report_comes_first_and_a_holiday_moves_to_the_next_trading_day()
    {
        EarningsRelease[] releases =
        [
            new(new Cik(1), "FAR", new DateOnly(2025, 4, 11)),
            new(new Cik(2), "NEAR", new DateOnly(2025, 4, 4)), // 52 weeks before Good Friday 2026
            new(new Cik(3), "NONE", new DateOnly(2025, 6, 2)),
        ];

        var upcoming = EarningsEstimate.GetUpcoming(releases, new DateOnly(2026, 4, 4));

        Assert.Equal(
            [("NEAR", new DateOnly(2026, 4, 6)), ("FAR", new DateOnly(2026, 4, 10))],
            upcoming.Select(estimate => (estimate.Ticker, estimate.Expected)));
    }

    private static int Error(EarningsEstimate estimate, DateOnly actual) => Math.Abs(estimate.Expected.DayNumber - actual.DayNumber);

    /// <summary>The filings known when the previous quarter had been reported.</summary>
    private static IEnumerable<EarningsRelease> KnownBefore(IEnumerable<EarningsRelease> releases, DateOnly actual) =>
        releases.Where(release => release.Filed < actual.AddDays(-60));

    private static List<EarningsRelease> GetReleases(int cik) =>
        ReleasesIn(new Cik(cik), Submissions.Parse(EdgarData.Read("submissions.zip", $"CIK{cik:D10}.json"), "submissions.zip").Filings);

    private static IEnumerable<List<EarningsRelease>> AllReleases()
    {
        using var zip = ZipFile.OpenRead(EdgarData.GetPath("submissions.zip"));
        foreach (var name in zip.Entries.Select(entry => entry.FullName).Where(name => MainFile().IsMatch(name)).ToList())
        {
            var releases = ReleasesIn(new Cik(1), Submissions.Parse(EdgarData.Read("submissions.zip", name), name).Filings);
            if (releases.Count > 0) yield return releases;
        }
    }

    private static List<EarningsRelease> ReleasesIn(Cik cik, IEnumerable<Filing> filings) =>
        [.. filings.Where(filing => filing.Form == "8-K" && filing.Items.Split(',').Contains("2.02"))
            .Select(filing => new EarningsRelease(cik, null, filing.Filed)).Distinct().OrderBy(release => release.Filed)];

    [GeneratedRegex(@"CIK\d{10}\.json$")]
    private static partial Regex MainFile();
}
