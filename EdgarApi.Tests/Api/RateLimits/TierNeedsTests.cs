using EdgarApi.Accounts;
using EdgarApi.Api.RateLimits;

namespace EdgarApi.Tests.Api.RateLimits;

public sealed class TierNeedsTests
{
    [Theory]
    [InlineData("basic", 12, 100, "csv", null)]
    [InlineData("basic", 13, 0, null, "periods")]
    [InlineData("basic", 0, 101, null, "limit")]
    [InlineData("pro", 40, 1000, "csv", null)]
    [InlineData("enterprise", 40, 1000, "csv", null)]
    [InlineData("development", 40, 1000, "csv", null)]
    [InlineData("public", 0, 0, null, null)]
    [InlineData("public", 0, 0, "csv", "format")]
    public void A_missing_tier_right_is_named(string tier, int periods, int factsPerPage, string? export, string? unmet)
    {
        var (needs, limits) = (new TierNeeds(periods, factsPerPage, export), new TierCatalog().Find(tier)!);
        Assert.Equal(unmet, needs.FindProblem(limits)?.Limit!.Name);
    }
}
