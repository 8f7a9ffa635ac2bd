using EdgarApi.Accounts;
using EdgarApi.Accounts.Keys;
using EdgarApi.Api.Problems;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace EdgarApi.Tests.Accounts.Keys;

public sealed class DevelopmentKeyTests
{
    private static readonly TierCatalog Tiers = new();

    [Fact]
    public void The_development_key_allows_everything_and_is_not_stored()
    {
        var key = new DevelopmentKey("mine", Tiers.Development);
        Assert.True(key.Matches("mine"));
        Assert.False(key.Matches("Mine"));
        Assert.Equal(
            (KeyScope.Read | KeyScope.Admin | KeyScope.Operate, null, "development"),
            (key.Caller.Scopes, key.Caller.KeyId, key.Caller.Tier.Name));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_a_development_key_nothing_matches(string? none)
    {
        var key = new DevelopmentKey(none, Tiers.Development);
        Assert.False(key.Matches(""));
        Assert.False(key.Matches("anything"));
        Assert.False(key.Matches(new string('x', 100_000)));
    }

    [Fact]
    public Task Outside_Development_the_API_does_not_start_with_a_development_key() =>
        AssertStartFailsAsync("Production", "mine", "EdgarApi:DevelopmentKey is set, but the environment is Production");

    [Theory]
    [InlineData("live")]
    [InlineData("test")]
    [InlineData("sess")]
    public Task The_API_does_not_start_with_one_in_the_format_of_stored_keys_or_tokens(string kind) =>
        AssertStartFailsAsync(
            "Development",
            kind switch
            {
                "live" => KeyText.Create(KeyKind.Live),
                "test" => KeyText.Create(KeyKind.Test),
                _ => KeyText.CreateSession(1),
            },
            "EdgarApi:DevelopmentKey has the format of a stored key. Choose a different text.");

    [Fact]
    public Task The_API_does_not_start_with_one_longer_than_the_maximum_key_length() =>
        AssertStartFailsAsync("Development", new string('x', 201), "EdgarApi:DevelopmentKey has 201 characters; the maximum is 200.");

    private static async Task AssertStartFailsAsync(string environment, string key, string message)
    {
        await using var api = new WebApplicationFactory<ApiProblem>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment(environment);
            host.UseSetting("EdgarApi:DevelopmentKey", key);
            host.UseSetting("ConnectionStrings:edgardb", "Host=127.0.0.1;Port=1;Username=edgar;Password=x;Database=edgar");
        });
        var error = Assert.Throws<Microsoft.Extensions.Options.OptionsValidationException>(() => api.CreateClient());
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        // The rejected key may be someone's real key.
        Assert.DoesNotContain(key, error.Message, StringComparison.Ordinal);
    }
}
