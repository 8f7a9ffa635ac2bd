using EdgarApi.Api.Ops;
using EdgarApi.Api.Ops.Dashboards;
using EdgarApi.Api.Ops.Process;

namespace EdgarApi.Tests.Api.Ops;

/// <summary>How the current values of one process are read from its metrics.</summary>
public sealed class ProcessValuesTests
{
    private const string Scraped = """
        # TYPE http_requests_total counter
        http_requests_total{otel_scope_name="EdgarApi.Requests",method="GET",route="/a/{id}",status="200",tier="basic"} 90 1795820000000
        http_requests_total{otel_scope_name="EdgarApi.Requests",method="GET",route="/a/{id}",status="503",tier="basic"} 3 1795820000000
        http_requests_total{otel_scope_name="EdgarApi.Requests",method="GET",route="/b",status="200",tier="pro"} 7 1795820000000
        http_request_duration_seconds_bucket{route="/b",le="0.1"} 50
        http_request_duration_seconds_bucket{route="/b",le="0.5"} 90
        http_request_duration_seconds_bucket{route="/b",le="1"} 99
        http_request_duration_seconds_bucket{route="/b",le="+Inf"} 100
        most_queried_companies{cik="1",company="The \"A\" Company"} 12
        cpu_usage_percent 71.5
        data_quality_percent_sum{statement="income"} 1950
        data_quality_percent_count{statement="income"} 20
        """;

    private static readonly IReadOnlyList<ProcessSample> Samples = ProcessSample.Parse(Scraped);

    [Fact]
    public void A_sample_has_its_labels_without_those_of_the_exporter()
    {
        var sample = Samples.Single(sample => sample.Name == "most_queried_companies");

        Assert.Equal(12, sample.Value);
        Assert.Equal("The \"A\" Company", sample.Labels["company"]);
        Assert.Equal(["method", "route", "status", "tier"], Samples[0].Labels.Keys);
    }

    [Theory]
    [InlineData("http_requests_total", 3)]
    [InlineData("""http_requests_total{route="/a/{id}"}""", 2)]
    [InlineData("""http_requests_total{route="/a/{id}",status=~"5.."}""", 1)]
    [InlineData("""http_requests_total{tier!="basic"}""", 1)]
    [InlineData("""http_requests_total{status!~"2.|5.."}""", 2)]
    [InlineData("""http_requests_total{absent=""}""", 3)]
    public void A_selection_selects_as_in_Prometheus(string expression, int expected)
    {
        var names = Samples.Select(sample => sample.Name).ToHashSet();

        var selector = Assert.Single(ProcessSelector.FindAll($"sum(rate({expression}[5m]))", names));

        Assert.Equal(expression, selector.Text);
        Assert.Equal(expected, Samples.Count(sample => sample.Name == selector.Name && selector.Matches(sample.Labels)));
    }

    /// <summary>Computed by hand: linearly within the bucket; beyond the last bound, that bound.</summary>
    [Theory]
    [InlineData(0.25, 0.05)]
    [InlineData(0.86, 0.46)]
    [InlineData(0.945, 0.75)]
    [InlineData(0.995, 1)]
    public void A_quantile_is_estimated_as_in_Prometheus(double quantile, double expected) => Assert.Equal(
        expected, ProcessHistogram.From(Samples.Where(sample => sample.Name.EndsWith("_bucket", StringComparison.Ordinal)))
            .FindQuantile(quantile)!.Value, 9);

    [Fact]
    public void Measurements_above_a_limit_are_those_beyond_its_bucket()
    {
        var durations = ProcessHistogram.From(Samples.Where(sample => sample.Name.EndsWith("_bucket", StringComparison.Ordinal)));

        Assert.Equal((100, 10, 1), (durations.Count, durations.CountAbove(0.5), durations.CountAbove(1)));
        Assert.Null(ProcessHistogram.From([]).FindQuantile(0.5));
    }

    [Theory]
    [InlineData("error_rate_by_endpoint", "http_requests_total{status=~\"5..\"} /a/{id}", 3, "short")]
    [InlineData("sum by (tier) (rate(http_requests_total[$__rate_interval]))", "http_requests_total basic", 93, "short")]
    [InlineData("sum(rate(http_requests_total[$__rate_interval]))", "http_requests_total", 100, "short")]
    [InlineData("cpu_usage_percent", "cpu_usage_percent", 71.5, "percent")]
    [InlineData("sum by (statement) (rate(data_quality_percent_sum[1h])) / sum by (statement) (rate(data_quality_percent_count[1h]))",
        "data_quality_percent_sum income", 97.5, "percent")]
    public void A_panel_shows_the_metrics_of_its_queries(string expression, string name, double value, string unit)
    {
        var panel = new DashboardPanel("timeseries", "A panel", "", [new PanelTarget(expression, "", false, "percent", Thresholds)], []);

        var series = ProcessPanel.Create(panel, Samples).Series[0];

        Assert.Equal((name, value, unit), (series.Name, series.Latest, series.Unit));
        // Only a metric that the query shows as it is can be compared with the query's thresholds.
        Assert.Equal(expression == series.Name ? OpsState.Amber : OpsState.None, series.State);
    }

    private static readonly ThresholdStep[] Thresholds = [new(null, OpsState.Green), new(70, OpsState.Amber), new(85, OpsState.Red)];
}
