using System.Text.Json;
using EdgarApi.Financials.Statements.Rules;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.Updates;

public sealed class UpdatesApiTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    [Fact]
    public async Task Following_next_returns_every_loaded_company_once_oldest_first()
    {
        var updates = new List<JsonElement>();
        for (var next = "/api/v1/updates?limit=2"; next is not null;)
        {
            var page = await GetJsonAsync(next);
            Assert.Equal(["since", "next", "updates"], GetNames(page));
            updates.AddRange(page.GetProperty("updates").EnumerateArray());
            next = page.GetProperty("next").GetString();
        }
        Assert.Equal(5, updates.Select(update => update.GetProperty("cik").GetString()).Distinct().Count());
        Assert.Equal(5, updates.Count);
        Assert.NotEmptyAndAll(
            updates,
            update => Assert.Equal(
                ["cik", "ticker", "name", "version", "publishedAt", "lastFiled", "rulesVersion", "changes"], GetNames(update)));
        Assert.Equal(updates.Select(PublishedAt).Order(), updates.Select(PublishedAt));
        Assert.NotEmptyAndAll(updates, update => Assert.Equal(["data"], GetTexts(update.GetProperty("changes"))));
        Assert.NotEmptyAndAll(
            updates, update => Assert.Equal(RulesVersion.Current, update.GetProperty("rulesVersion").GetInt32()));
    }

    [Fact]
    public async Task There_are_no_updates_after_the_newest_change()
    {
        var newest = (await GetJsonAsync("/api/v1/updates")).GetProperty("updates").EnumerateArray().Max(PublishedAt);
        Assert.Equal(0, (await GetJsonAsync($"/api/v1/updates?since={newest:O}")).GetProperty("updates").GetArrayLength());
        Assert.Equal(5, (await GetJsonAsync("/api/v1/updates?since=2020-01-01")).GetProperty("updates").GetArrayLength());
        Assert.Equal(5, (await GetJsonAsync("/api/v1/updates?since=2020-01-01T01:00:00+01:00")).GetProperty("updates").GetArrayLength());
    }

    private static DateTime PublishedAt(JsonElement update) => update.GetProperty("publishedAt").GetDateTime();
}
