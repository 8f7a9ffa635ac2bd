using EdgarApi.Operations.Reviews;

namespace EdgarApi.Tests.Operations.Reviews;

/// <summary>Expected figures are computed by hand from the input; the comments show how.</summary>
public sealed class DailyReviewTests
{
    private static MonitoringFigures Quiet => SomeReviews.Quiet;

    [Fact]
    public void A_day_within_all_limits_calls_for_nothing()
    {
        var review = SomeReviews.Daily(Quiet);

        Assert.Empty(review.Actions);
        var text = ReviewReport.ToMarkdown(review);
        Assert.Contains("Nothing to do.", text, StringComparison.Ordinal);
        Assert.Contains("1,000 requests (+25 % against the period before)", text, StringComparison.Ordinal); // 1,000 ÷ 800
        Assert.Contains("Hit rate 90 % (limit 85 %)", text, StringComparison.Ordinal); // (800 + 100) ÷ 1,000
        Assert.DoesNotContain("Missing", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_first_day_has_no_trend() => Assert.Contains(
        "1,000 requests (no earlier period to compare with)",
        ReviewReport.ToMarkdown(SomeReviews.Daily(Quiet with { Requests = new(1000, null) })), StringComparison.Ordinal);

    [Theory]
    [InlineData(0.8, 0.7, 0.8)]
    [InlineData(0.8, 0.9, 0.9)]
    [InlineData(null, 0.9, 0.9)]
    [InlineData(0.8, null, null)]
    public void A_peak_is_never_below_the_mean(double? mean, double? windows, double? peak) =>
        Assert.Equal(new(ResourceUse.ApiDisk, mean, peak), ResourceUse.Create(ResourceUse.ApiDisk, mean, windows));

    /// <summary>The priorities of the requirements; within one, what is furthest beyond its limit comes first.</summary>
    [Fact]
    public void Actions_are_ranked_by_priority_and_by_how_far_a_figure_is_beyond_its_limit()
    {
        var review = ReviewBuilder.Build(SomeReviews.Create(ReviewKind.Daily, Quiet with
        {
            // The limits are 0.1 %, 500 ms and 85 %: 4 times, 1.2 times, 0.85 ÷ 0.8 = 1.06 times.
            FailedShare = 0.004,
            Endpoints = [new("company_overview", 600, new(0.600, 0.500), 0.9, 0, 0.45)],
            CacheAnswers = new Dictionary<string, double> { ["l1"] = 80, [MonitoringFigures.Computed] = 20 },
        }) with
        {
            Misses = SomeReviews.Found<IReadOnlyList<EndpointMisses>>(
                [new("GET /overview", TimeSpan.FromHours(1), 100, 20, 10, TimeSpan.FromMinutes(90))]),
            Statements = [Statements(meanMilliseconds: 1, readShare: 0.5)],
        }, SomeReviews.Prices);

        Assert.Equal(
            [
                (ReviewPriority.Critical, "Bring availability: failed requests back within its limit", "0.4 %; at most 0.1 %"),
                (ReviewPriority.Critical, "Bring company_overview p95 back within its limit", "600 ms; at most 500 ms"),
                (ReviewPriority.Critical, "Bring cache hit rate back within its limit", "80 %; at least 85 %"),
                (ReviewPriority.High, "Find out why company_overview became slower",
                    "p95 600 ms, +20 % against the period before (500 ms)"),
                (ReviewPriority.Medium, "GET /overview: raise the lifetime from 60 min to 2 h: up to 10 % more of its requests become hits",
                    "20 misses of 100 cacheable requests, 10 of them repeated"),
                (ReviewPriority.Low, "Give a statement of postgres-api an index, or the server more memory",
                    "50 % of its blocks come from outside the server's memory, 20 % of all time: select 1"),
            ],
            review.Actions.Select(action => (action.Priority, action.What, action.Evidence)));
    }

    [Fact]
    public void A_spike_of_errors_is_critical_although_the_day_is_within_its_limit()
    {
        var review = SomeReviews.Daily(Quiet with
        {
            FailedShare = 0.0005, PeakFailedShare = 0.2, FailedAboveLimit = TimeSpan.FromMinutes(3),
        });

        Assert.Equal(
            (ReviewPriority.Critical, "Find the cause of the error rate spike",
                "more than 5 % of requests failed for 3 min, at most 20 % within 5 minutes"),
            Assert.Single(review.Actions.Select(action => (action.Priority, action.What, action.Evidence))));
    }

    [Fact]
    public void A_p95_of_more_than_1_5_times_its_baseline_is_a_degradation()
    {
        var review = SomeReviews.Daily(Quiet with
        {
            Endpoints = [new("financial_statements", 1, new(0.760, null), 0.8, 0, 0.5)], // 1.52 times, and below the limit of 800 ms
        });

        Assert.Equal(
            ("Bring financial_statements back to its baseline", "p95 760 ms, 1.52 times the baseline of 500 ms"),
            Assert.Single(review.Actions.Select(action => (action.What, action.Evidence))));
    }

    [Fact]
    public void A_slow_statement_is_to_be_optimized()
    {
        var data = SomeReviews.Create(ReviewKind.Daily, Quiet) with
        {
            Statements = [Statements(meanMilliseconds: 250, readShare: 0)],
            SlowStatements = SomeReviews.Found<IReadOnlyList<SlowStatement>>(
                [new("postgres-primary", "select 2", 3, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1), SomeReviews.End)]),
        };

        var actions = ReviewBuilder.Build(data, SomeReviews.Prices).Actions;

        Assert.Equal(
            [
                "logged 3 times, up to 1,000 ms: select 2", // 10 times the limit of 100 ms, the other 2.5 times
                "2,000 calls of 250 ms on average: select 1",
            ],
            actions.Select(action => action.Evidence));
    }

    [Fact]
    public void Alerts_lead_to_their_runbooks_and_flapping_ones_to_their_rules()
    {
        var review = SomeReviews.Daily(Quiet with { Alerts = [new("LowCacheHitRate", "warning", 6, TimeSpan.FromMinutes(30))] });

        Assert.Equal(
            ["Update the rule of LowCacheHitRate: it flaps", "Follow the runbook of LowCacheHitRate (docs/runbooks.md#lowcachehitrate)"],
            review.Actions.Select(action => action.What));
    }

    [Fact]
    public void Without_Prometheus_every_item_says_what_is_missing_and_shows_the_rest()
    {
        var review = ReviewBuilder.Build(SomeReviews.Create(ReviewKind.Daily, figures: null), SomeReviews.Prices);
        var text = ReviewReport.ToMarkdown(review);

        Assert.Equal(
            [
                "Response times, error rates and their course", "Service levels", "Number and p95 of SQL commands in the period",
                "Hit rate by cache level, evictions", "API processes, CPU and memory", "Alerts and rules",
            ],
            review.Sections.SelectMany(section => section.Blocks).OfType<ReviewGap>().Select(gap => gap.What));
        Assert.Contains("**Missing:** Service levels. Prometheus does not respond.", text, StringComparison.Ordinal);
        Assert.Contains("| Prometheus | missing: Prometheus does not respond. |", text, StringComparison.Ordinal);
        Assert.Contains("| pro | 1,000 |", text, StringComparison.Ordinal);
        Assert.Empty(review.Actions);
    }

    [Fact]
    public void What_was_not_measured_is_neither_met_nor_violated()
    {
        var review = SomeReviews.Daily(Quiet with { QueryP95 = null });

        Assert.Empty(review.Actions);
        Assert.Contains("| SQL p95 | at most 100 ms | – | not measured |", ReviewReport.ToMarkdown(review), StringComparison.Ordinal);
    }

    [Fact]
    public void Charts_are_images_beside_the_Markdown_and_part_of_the_page()
    {
        var review = SomeReviews.Daily(Quiet);
        var images = new List<string>();

        var text = ReviewReport.ToMarkdown(review, svg =>
        {
            images.Add(svg);
            return $"day-{images.Count}.svg";
        });

        Assert.Contains("![API processes](day-1.svg)", text, StringComparison.Ordinal);
        Assert.NotEmptyAndAll(images, svg => Assert.StartsWith("<svg ", svg, StringComparison.Ordinal));
        Assert.Contains("aria-label=\"API processes\"", ReviewReport.ToHtml(review), StringComparison.Ordinal);
    }

    /// <summary>A server that spent 10 s in statements, and 2,000 calls of one of them.</summary>
    private static Reading<NodeStatements> Statements(double meanMilliseconds, double readShare)
    {
        var mean = TimeSpan.FromMilliseconds(meanMilliseconds);
        return SomeReviews.Found(new NodeStatements(
            "postgres-api", null, 10, [new StatementFigures("select 1", 2000, 2000 * mean, mean, mean, 2000, readShare)]));
    }
}
