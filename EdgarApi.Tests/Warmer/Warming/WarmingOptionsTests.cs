using EdgarApi.Warmer.Warming;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace EdgarApi.Tests.Warmer.Warming;

public sealed class WarmingOptionsTests
{
    [Theory]
    [InlineData("PopularSchedule", "every four hours", "which is not a valid schedule")]
    [InlineData("RecentSchedule", "hourly", "which is not a valid schedule")]
    [InlineData("EarningsSchedule", "0 0 30 2 *", "which is not a valid schedule")]
    [InlineData("MaxConcurrent", "0", "must be between 1 and 25")]
    [InlineData("Attempts", "0", "must be between 1 and 100")]
    [InlineData("Companies:0", " ", "has an empty item")]
    [InlineData("Api", "api", "must be an absolute address")]
    public void An_invalid_setting_is_rejected_at_startup_with_its_accepted_values(string setting, string value, string message)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Read((setting, value)));

        Assert.Contains($"EdgarApi:Warming:{setting.Split(':')[0]}", refused.Message, StringComparison.Ordinal);
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Configured_companies_replace_the_seven_default_ones()
    {
        Assert.Equal(["AAPL", "MSFT", "GOOGL", "AMZN", "TSLA", "NVDA", "META"], Read().Popular);
        Assert.Equal(["HD", "COST"], Read(("Companies:0", "HD"), ("Companies:1", "COST")).Popular);
    }

    private static WarmingOptions Read(params IEnumerable<(string Setting, string Value)> settings)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(
            settings.Select(item => new KeyValuePair<string, string?>($"EdgarApi:Warming:{item.Setting}", item.Value)));
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:edgardb", "Host=127.0.0.1;Username=edgar;Database=edgar")]);
        builder.AddWarming();
        using var host = builder.Build();
        return host.Services.GetRequiredService<IOptions<WarmingOptions>>().Value;
    }
}
