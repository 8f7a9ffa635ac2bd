using System.Net;
using EdgarApi.Tests.Accounts;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.RateLimits;

/// <summary>All tiers share cached responses, but only tiers with the necessary rights get them.</summary>
public sealed class SharedAnswerTests(SharedServers servers, ApiServer api) : OwnApiTest(servers, api)
{
    [Theory]
    [InlineData(Income + "?periods=13", "periods")]
    [InlineData("/api/v1/companies/AAPL/facts?concept=us-gaap:Assets&limit=101", "limit")]
    public async Task A_response_cached_by_a_pro_key_is_not_served_to_a_basic_key_without_the_right(string address, string limit)
    {
        var host = await StartAsync();
        using var pro = Keyed(host, (await host.Services.CreateKeyAsync(tier: "pro")).Text);
        using var basic = Keyed(host, (await host.Services.CreateKeyAsync(tier: "basic")).Text);
        Assert.Equal("miss", await GetXCacheAsync(pro, address));
        Assert.Equal("hit-l1", await GetXCacheAsync(pro, address));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(basic, Overview));

        for (var i = 0; i < 2; i++)
        {
            using var response = await GetAsync(basic, address);
            Assert.Equal(
                limit,
                (await ReadProblemAsync(response, HttpStatusCode.Forbidden, "tier_limit_exceeded"))
                    .GetProperty("limit")
                    .GetProperty("name")
                    .GetString());
        }
    }

    [Fact]
    public async Task A_response_cached_by_a_basic_key_is_identical_for_a_pro_key()
    {
        var host = await StartAsync();
        using var pro = Keyed(host, (await host.Services.CreateKeyAsync(tier: "pro")).Text);
        using var basic = Keyed(host, (await host.Services.CreateKeyAsync(tier: "basic")).Text);
        using var warmed = await GetAsync(basic, Income + "?periods=12&format=csv");
        using var shared = await GetAsync(pro, Income + "?periods=12&format=csv");
        Assert.Equal(("miss", "hit-l1"), (GetHeader(warmed, "X-Cache"), GetHeader(shared, "X-Cache")));
        Assert.Equal(await warmed.Content.ReadAsByteArrayAsync(Token), await shared.Content.ReadAsByteArrayAsync(Token));
    }

    [Fact]
    public async Task All_keys_of_a_user_share_one_quota_and_users_have_separate_ones()
    {
        var host = await StartAsync(("EdgarApi:Tiers:basic:RequestsPerDay", "2"));
        var user = await host.Services.CreateUserAsync("basic");
        using var one = Keyed(host, await host.Services.CreateKeyAsync(user));
        using var two = Keyed(host, await host.Services.CreateKeyAsync(user));
        using var other = Keyed(host, (await host.Services.CreateKeyAsync(tier: "basic")).Text);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], [await StatusAsync(one, Income), await StatusAsync(two, Income)]);
        Assert.Equal(
            [HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests],
            [await StatusAsync(one, Income), await StatusAsync(two, Overview)]);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(other, Income));
    }

    private static async Task<string> GetXCacheAsync(HttpClient client, string address)
    {
        using var response = await GetAsync(client, address);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return GetHeader(response, "X-Cache");
    }
}
