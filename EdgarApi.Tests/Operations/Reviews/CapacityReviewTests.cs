using EdgarApi.Operations.Reviews;

namespace EdgarApi.Tests.Operations.Reviews;

/// <summary>The weekly and the monthly review. Expected figures are computed by hand from the input; the comments show how.</summary>
public sealed class CapacityReviewTests
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(SomeReviews.End.UtcDateTime);

    [Fact]
    public void Growth_compares_two_weeks_and_becomes_an_action_above_the_planned_rate()
    {
        // 7 × 110 requests after 7 × 100: 1.1^(30.4375 ÷ 7) − 1 = 51.3 % per month, planned are 25 %.
        var review = Weekly([.. Days(-13, 100), .. Days(-6, 110)]);

        Assert.Contains(
            "770 requests this week, 700 the week before (+10 %): 51.35 % per month at this pace; the capacity plan assumes 25 %.",
            ReviewReport.ToMarkdown(review), StringComparison.Ordinal);
        Assert.Contains(review.Actions, action =>
            (action.Priority, action.What) == (ReviewPriority.High, "Plan capacity for faster growth than assumed"));
    }

    [Fact]
    public void A_first_week_has_no_growth()
    {
        var review = Weekly([.. Days(-6, 100)]);

        Assert.Contains(
            "700 requests this week. There is no earlier week to compare with.", ReviewReport.ToMarkdown(review),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_projection_starts_with_the_measured_load_and_costs()
    {
        // 100 requests per second × 0.02 core seconds × 1.5 for peaks = 3 cores; ÷ (2 × 70 %) = 2.1, so the minimum of 3 decides.
        var figures = SomeReviews.Quiet with { PeakRate = 100, Cost = new(0.02, 0.3, 0.004, 200) };

        var review = ReviewBuilder.Build(SomeReviews.Create(ReviewKind.Weekly, figures), SomeReviews.Prices);

        var text = ReviewReport.ToMarkdown(review);
        Assert.Contains("| 2026-11 | 100 | 3 | 2 | ", text, StringComparison.Ordinal);
        Assert.Contains("| API processes | 3, decided by minimum | ", text, StringComparison.Ordinal);
        // The planning value is 0.1 cores per request per second: 5 times the measured one.
        Assert.Contains(review.Actions, action => action.What == "Update the planning value: API cores per request per second"
            && action.Evidence == "measured 0.02, planned 0.1");
    }

    [Fact]
    public void Scaling_is_late_if_CPU_is_high_while_more_processes_are_allowed()
    {
        // Points of 5 minutes: 3 above 70 % with 3 or 4 processes of at most 20, 1 below 30 % with more than 3.
        var figures = SomeReviews.Quiet with
        {
            Timeline = new ReviewTimeline(SomeReviews.End.AddMinutes(-20), TimeSpan.FromMinutes(5))
            {
                Instances = [3, 3, 4, 4, null], Cpu = [0.75, 0.8, 0.71, 0.2, 0.9],
            },
        };

        var review = ReviewBuilder.Build(SomeReviews.Create(ReviewKind.Weekly, figures), SomeReviews.Prices);

        Assert.Contains(
            "The number of API processes changed 1 times. CPU was above 70 % with fewer than 20 processes for 15 min, "
            + "and below 30 % with more than 3 for 5 min.", ReviewReport.ToMarkdown(review), StringComparison.Ordinal);
        Assert.Contains(review.Actions, action => action.What == "Scale up earlier or raise the minimum of API processes");
    }

    [Fact]
    public void Events_are_changes_of_the_number_and_a_gap_is_none()
    {
        var timeline = new ReviewTimeline(SomeReviews.End, TimeSpan.FromMinutes(1)) { Instances = [2, null, 2, 4, 3] };

        Assert.Equal(
            [new ScalingEvent(SomeReviews.End.AddMinutes(3), 2, 4), new ScalingEvent(SomeReviews.End.AddMinutes(4), 4, 3)],
            timeline.FindScalingEvents());
    }

    [Fact]
    public void An_alert_is_counted_when_it_begins_to_fire() => Assert.Equal(
        new FiredAlert("a", "critical", 2, TimeSpan.FromMinutes(3)),
        FiredAlert.From("a", "critical", [true, true, false, true], TimeSpan.FromMinutes(1)));

    [Fact]
    public void Sizes_are_halved_below_40_percent_and_doubled_above_their_trigger()
    {
        // The triggers are 70 % CPU and 80 % memory.
        var figures = SomeReviews.Quiet with
        {
            FailedShare = 0.0005,
            Resources = [new(ResourceUse.ApiCpu, 0.1, 0.39), new(ResourceUse.ApiMemory, 0.7, 0.81), new(ResourceUse.Pool, 0.1, 0.5),
                new(ResourceUse.RedisMemory, null, null)],
        };

        var review = ReviewBuilder.Build(SomeReviews.Create(ReviewKind.Monthly, figures), SomeReviews.Prices);

        var text = ReviewReport.ToMarkdown(review);
        foreach (var row in (string[])
        [
            "| API CPU | 10 % | 39 % | 70 % | halve |", "| API memory | 70 % | 81 % | 80 % | double |",
            "| connection pool | 10 % | 50 % | 80 % | keep |", "| Redis memory | – | – | 80 % | not measured |",
        ])
            Assert.Contains(row, text, StringComparison.Ordinal);
        // 0.05 % of 0.1 % is half of the budget: 21.6 of 43.2 minutes.
        Assert.Contains(
            "That is 50 % of the error budget, as much as 21.6 min of full outage out of 43.2 min.", text, StringComparison.Ordinal);
        Assert.Equal(["Double the size of API memory", "Halve the size of API CPU"], review.Actions.Select(action => action.What));
        Assert.NotEmptyAndAll(review.Actions, action => Assert.Equal(ReviewPriority.Low, action.Priority));
    }

    private static Review Weekly(IReadOnlyList<DayUsage> days) => ReviewBuilder.Build(
        SomeReviews.Create(ReviewKind.Weekly, SomeReviews.Quiet) with { Usage = SomeReviews.Found(new UsageTotals(days, [], [])) },
        SomeReviews.Prices);

    private static IEnumerable<DayUsage> Days(int first, long requests) =>
        Enumerable.Range(first, 7).Select(day => new DayUsage(Today.AddDays(day), requests, 0));
}
