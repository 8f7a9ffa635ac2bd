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
            Assert.Equal(["since", "total", "next", "updates"], GetNames(page));
            Assert.Equal(5, page.GetProperty("total").GetInt32());
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

    [Fact]
    public async Task A_page_continues_after_the_last_version_of_the_one_before()
    {
        using var response = await GetAsync("/api/v1/updates?since=2020-01-01&limit=2");
        var page = await ReadJsonAsync(response);
        var next = page.GetProperty("next").GetString()!;
        Assert.Equal(
            ($"<{next}>; rel=\"next\"", "5"),
            (string.Concat(response.Headers.GetValues("Link")), string.Concat(response.Headers.GetValues("X-Total-Count"))));
        // The cursor is the position; the date stays as requested.
        Assert.Contains("since=2020-01-01T00", next, StringComparison.Ordinal);
        var last = page.GetProperty("updates")[1].GetProperty("version").GetInt64();
        Assert.NotEmptyAndAll(
            (await GetJsonAsync(next)).GetProperty("updates").EnumerateArray(),
            update => Assert.True(update.GetProperty("version").GetInt64() > last));
    }

    private static DateTime PublishedAt(JsonElement update) => update.GetProperty("publishedAt").GetDateTime();
}
