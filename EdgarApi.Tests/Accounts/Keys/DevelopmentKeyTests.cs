using EdgarApi.Api.Problems;
using EdgarApi.Data.Accounts;
using EdgarApi.Data.Accounts.Keys;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace EdgarApi.Tests.Accounts.Keys;

public sealed class DevelopmentKeyTests
{
    private static readonly TierCatalog Tiers = new();

    [Fact]
    public void It_opens_everything_and_stands_in_no_table()
    {
        var key = new DevelopmentKey("mine", Tiers.Development);
        Assert.True(key.Matches("mine"));
        Assert.False(key.Matches("Mine"));
        Assert.Equal((KeyScope.Read | KeyScope.Admin | KeyScope.Operate, null, "development"), (key.Caller.Scopes, key.Caller.KeyId, key.Caller.Tier.Name));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_one_nothing_matches(string? none)
    {
        var key = new DevelopmentKey(none, Tiers.Development);
        Assert.False(key.Matches(""));
        Assert.False(key.Matches("anything"));
        Assert.False(key.Matches(new string('x', 100_000)));
    }

    [Fact]
    public async Task Outside_of_development_the_api_does_not_start_with_one()
    {
        await using var api = new WebApplicationFactory<ApiProblem>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Production");
            host.UseSetting("EdgarApi:DevelopmentKey", "mine");
            host.UseSetting("ConnectionStrings:edgardb", "Host=127.0.0.1;Port=1;Username=edgar;Password=x;Database=edgar");
        });
        var error = Assert.ThrowsAny<InvalidOperationException>(() => api.CreateClient());
        Assert.Contains("EdgarApi:DevelopmentKey is set, but the environment is Production", error.Message, StringComparison.Ordinal);
    }
}
