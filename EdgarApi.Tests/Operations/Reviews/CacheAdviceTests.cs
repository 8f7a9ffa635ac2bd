using EdgarApi.Operations.Reviews;

namespace EdgarApi.Tests.Operations.Reviews;

public sealed class CacheAdviceTests
{
    [Theory]
    [InlineData(100, 14, 14, 60, "keep: the hit rate is met", false)] // 86 % of 85 %
    [InlineData(100, 20, 0, 0, "warm its popular targets: most misses are first requests, which no lifetime avoids", true)]
    [InlineData(100, 20, 12, 30, "raise the lifetime from 60 min to 2 h: up to 12 % more of its requests become hits", true)]
    [InlineData(100, 20, 12, 170, "raise the lifetime from 60 min to 3 h: up to 12 % more of its requests become hits", true)]
    [InlineData(100, 20, 12, 1000, "raise the lifetime from 60 min to 4 h: up to 12 % more of its requests become hits", true)]
    [InlineData(0, 0, 0, 0, "no cacheable requests", false)]
    public void A_longer_lifetime_is_advised_where_it_would_have_helped(
        long requests, long misses, long repeated, int gapMinutes, string advice, bool isAction)
    {
        var row = new EndpointMisses(
            "GET /x", TimeSpan.FromHours(1), requests, misses, repeated, repeated > 0 ? TimeSpan.FromMinutes(gapMinutes) : null);

        Assert.Equal((advice, isAction), CacheAdvice.Advise(row, isRedisFull: false));
    }

    [Fact]
    public void Nothing_lives_longer_while_Redis_is_full_or_beyond_the_longest_lifetime()
    {
        var row = new EndpointMisses("GET /x", TimeSpan.FromHours(1), 100, 20, 12, TimeSpan.FromHours(2));

        Assert.Equal(
            ("keep: Redis is full, so a longer lifetime would evict other entries", false), CacheAdvice.Advise(row, isRedisFull: true));
        Assert.Equal(
            ("keep: the lifetime is already the longest of the requirements", false),
            CacheAdvice.Advise(row with { Lifetime = TimeSpan.FromHours(4) }, isRedisFull: false));
    }
}
