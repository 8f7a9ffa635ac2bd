using EdgarApi.LoadTesting.Gate;

namespace EdgarApi.Tests.LoadTesting.Gate;

public sealed class PrometheusTextTests
{
    private const string Text = """
        # TYPE db_count counter
        db_count{node="a b",op="x}"} 3 1764000000000
        db_count{node="c"} 4.5
        db_count_total 100
        db_count 1
        db_idle 0
        """;

    [Fact]
    public void A_metric_is_summed_over_its_labels() => Assert.Equal(8.5, PrometheusText.Sum(Text, "db_count"));

    [Fact]
    public void An_absent_metric_is_null_and_a_metric_of_0_is_not() =>
        Assert.Equal([null, null, 0], ((string[])["absent", "db", "db_idle"]).Select(metric => PrometheusText.Sum(Text, metric)));
}
