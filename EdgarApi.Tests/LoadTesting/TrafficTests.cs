using System.Text;
using CsCheck;
using EdgarApi.LoadTesting.Traffic;

namespace EdgarApi.Tests.LoadTesting;

public sealed class TrafficTests
{
    private static readonly Gen<RampedRate> Rates = Gen.Select(Gen.Int[0, 2000], Gen.Int[1, 2000], Gen.Int[0, 100], Gen.Int[1, 100])
        .Select((from, to, ramp, duration) => new RampedRate(from, to, TimeSpan.FromSeconds(ramp), TimeSpan.FromSeconds(duration)));

    [Fact]
    public void The_number_of_arrivals_is_the_area_under_the_rate_and_they_are_in_order_within_the_run() => Rates.Sample(rate =>
    {
        var area = (rate.From + rate.To) / 2 * rate.RampUp.TotalSeconds + rate.To * rate.Duration.TotalSeconds;
        Assert.InRange(rate.Arrivals, area - 1, area);
        var times = Enumerable.Range(0, (int)Math.Min(rate.Arrivals, 1000)).Select(i => rate.GetArrivalTime(i)).ToList();
        Assert.Equal(TimeSpan.Zero, times[0]);
        Assert.Equal(times.Order(), times);
        Assert.InRange(rate.GetArrivalTime(rate.Arrivals - 1), TimeSpan.Zero, rate.Length);
    }, iter: 300);

    [Fact]
    public void A_constant_rate_spaces_arrivals_evenly_and_a_ramp_from_zero_has_half_as_many()
    {
        var constant = new RampedRate(100, 100, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));
        var ramp = new RampedRate(0, 100, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));

        Assert.NotEmptyAndAll(Enumerable.Range(0, 2000), i => Assert.Equal(i / 100.0, constant.GetArrivalTime(i).TotalSeconds, 6));
        Assert.Equal((1500, 10.0, 10.01), (ramp.Arrivals, ramp.GetArrivalTime(500).TotalSeconds, ramp.GetArrivalTime(501).TotalSeconds));
        Assert.Equal(5, ramp.GetArrivalTime(125).TotalSeconds, 6);
    }

    [Fact]
    public void Users_start_when_the_ramp_reaches_their_number()
    {
        var spike = new RampedRate(50, 300, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(15));

        Assert.Equal([0, 0, 15, 29.88], new[] { 0, 49, 175, 299 }.Select(user => Math.Round(spike.GetUserStart(user).TotalSeconds, 2)));
    }

    [Fact]
    public void After_the_hold_the_load_falls_to_the_recovery()
    {
        var stress = new RampedRate(0, 100, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10), 10, TimeSpan.FromSeconds(10));

        Assert.Equal((1600, 30), (stress.Arrivals, stress.Length.TotalSeconds)); // 500 + 1,000 + 100
        Assert.Equal([19.99, 20, 20.1, 29.9], new[] { 1499, 1500, 1501, 1599 }.Select(i => stress.GetArrivalTime(i).TotalSeconds));
        Assert.Equal([30, 30, 20, 20], new[] { 0, 9, 10, 99 }.Select(user => stress.GetUserEnd(user).TotalSeconds));
    }

    [Fact]
    public void Companies_are_drawn_by_Zipfs_law() => Gen.Select(Gen.Int[1, 300], Gen.Double[0, 2], Gen.Int).Sample((ranks, skew, seed) =>
    {
        var zipf = new ZipfDistribution(ranks, skew);
        var (random, drawn) = (new Random(seed), new int[ranks]);
        for (var i = 0; i < 20_000; i++) drawn[zipf.Next(random)]++;

        for (var rank = 0; rank < ranks; rank++)
        {
            Assert.Equal(Math.Pow(rank + 1, -skew), zipf.GetShare(rank) / zipf.GetShare(0), 1e-12);
            // Six standard deviations of a binomial count.
            var expected = zipf.GetShare(rank) * 20_000;
            Assert.InRange(drawn[rank], expected - 6 * Math.Sqrt(expected) - 6, expected + 6 * Math.Sqrt(expected) + 6);
        }
        Assert.Equal(1, Enumerable.Range(0, ranks).Sum(zipf.GetShare), 1e-9);
    }, iter: 50);

    [Fact]
    public void Requests_follow_the_mix_without_excluded_paths()
    {
        var source = Source(distinct: false);
        source.Exclude(1, 0);
        var random = new Random(7);
        var drawn = Enumerable.Range(0, 10_000).Select(_ => source.Next(random)).ToList();
        IEnumerable<string> Lines(int endpoint) =>
            drawn.Where(request => request.Endpoint == endpoint).Select(FirstLine).Distinct().Order(StringComparer.Ordinal);

        Assert.InRange(drawn.Count(request => request.Endpoint == 0), 7_300, 7_700);
        Assert.Equal(["GET /b/BRK-B?x=1 HTTP/1.1"], Lines(1));
        Assert.Equal(["GET /a/AAPL HTTP/1.1", "GET /a/BRK-B HTTP/1.1"], Lines(0));
    }

    [Fact]
    public void Distinct_requests_each_ask_for_another_day()
    {
        var (source, random) = (Source(distinct: true), new Random(7));
        var lines = Enumerable.Range(0, 1000).Select(_ => FirstLine(source.Next(random))).ToList();

        Assert.Equal(1000, lines.Distinct().Count());
        Assert.NotEmptyAndAll(lines, line => Assert.Matches(@"^GET /(a/[A-Z-]+\?|b/[A-Z-]+\?x=1&)asOf=20\d\d-\d\d-\d\d HTTP/1.1$", line));
    }

    [Fact]
    public void Runs_with_different_seeds_begin_on_days_far_apart()
    {
        var today = new DateOnly(2025, 12, 31);

        Assert.Equal(new DateOnly(2025, 12, 1), RequestSource.GetNewestDay(today, seed: 1));
        Assert.Equal(new DateOnly(2025, 11, 1), RequestSource.GetNewestDay(today, seed: 2));
        Assert.InRange(RequestSource.GetNewestDay(today, int.MinValue), today.AddYears(-5), today);
    }

    private static RequestSource Source(bool distinct) => new(
        [("a", 75, "/a/{id}"), ("b", 25, "/b/{id}?x=1")], ["AAPL", "BRK-B"], 1, new RequestFormat("127.0.0.1:1", "key"),
        distinct ? new DateOnly(2025, 12, 31) : null);

    private static string FirstLine(LoadRequest request) => Encoding.ASCII.GetString(request.Bytes.Span).Split("\r\n")[0];
}
