using EdgarApi.Api.Requests;
using EdgarApi.Api.Usage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace EdgarApi.Tests.Api.Usage;

public sealed class UsageQueryTests
{
    /// <summary>A clock one year ahead of the system clock.</summary>
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow.AddYears(1));

    [Fact]
    public async Task Today_is_determined_by_the_time_provider()
    {
        var today = DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime);

        var query = await ReadAsync($"?from={today:yyyy-MM-dd}");

        Assert.Null(query.Problem);
        Assert.Equal((today, today), (query.Value.GetSpan(today).From, query.Value.GetSpan(today).To));
    }

    [Fact]
    public async Task Days_until_today_are_counted_by_the_time_provider()
    {
        var query = await ReadAsync($"?from={DateTime.UtcNow.AddDays(-1):yyyy-MM-dd}");

        Assert.Contains("at most 366 days", Assert.Single(query.Problem!.Errors!["from"]), StringComparison.Ordinal);
    }

    private async Task<Query<UsageQuery>> ReadAsync(string query)
    {
        await using var services = new ServiceCollection().AddSingleton<TimeProvider>(_time).BuildServiceProvider();
        var context = new DefaultHttpContext { RequestServices = services };
        context.Request.QueryString = new QueryString(query);
        return (await Query<UsageQuery>.BindAsync(context))!;
    }
}
