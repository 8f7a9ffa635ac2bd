using System.Text.Json;
using EdgarApi.Financials.Companies;
using EdgarApi.Sec.Bulk;
using EdgarApi.Sec.Sources;
using EdgarApi.Storage.Screening;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;
using EdgarApi.Tests.Storage.Ingest;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.Tests.Api.Screening;

/// <summary>Screens over data that changes, and over makers of semiconductors (SIC 3674): AMD, Marvell, NVIDIA and TSM.</summary>
public sealed class ScreeningDataTests(SharedServers servers)
{
    private const long Amd = 2488;
    private const long Nvidia = 1045810;
    private const long Tsm = 1046179;
    private const long Alphabet = 1652044;
    private const long Marvell = 1835632;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_ingest_appears_in_frames_and_screens_with_another_validator()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        var now = RealCompanies.Document("NVDA");
        await IngestAsync(database, now with { Facts = EdgarData.Read("companyfacts-older.zip", "CIK0001045810.older.json") });
        await using var host = await StartAsync(database);
        using var client = host.Client(ApiServer.Key);
        const string Screen = "/api/v1/screen?where=Revenue>2e11&currency=USD";
        // The fiscal year 2026; then twelve months to April 2026.
        var (before, tag) = await GetAsync(client, Screen);
        Assert.Equal((215_938_000_000m, 215_938_000_000m), (await GetFrameAsync(client), GetRevenue(before)));

        await IngestAsync(database, now);
        await RefreshAsync(host);

        var (after, newTag) = await GetAsync(client, Screen);
        Assert.Equal((253_491_000_000m, 253_491_000_000m), (await GetFrameAsync(client), GetRevenue(after)));
        Assert.NotEqual(tag, newTag);

        static decimal GetRevenue(JsonElement screen) =>
            Assert.Single(screen.GetProperty("companies").EnumerateArray()).GetProperty("values").GetProperty("Revenue").GetDecimal();
    }

    [Fact]
    public async Task Companies_ingested_before_there_were_screens_get_rows_from_their_snapshots()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await IngestAsync(database, RealCompanies.Document("NVDA"), RealCompanies.Document("AAPL"));
        var rows = await ReadRowsAsync(database);
        var versions = await database.ScalarAsync<string>("select string_agg(version::text, ' ' order by cik) from company_facts");
        await database.ExecuteAsync("delete from screening_rows; update company_facts set screening_hash = null");
        await database.Cluster.WaitForReplayAsync();
        await using var host = await StartAsync(database);
        using var client = host.Client(ApiServer.Key);
        const string Screen = "/api/v1/screen?where=Revenue>1&currency=USD";
        var (empty, tag) = await GetAsync(client, Screen);
        Assert.Equal(0, empty.GetProperty("total").GetInt32());

        // A refresh that finds no new filing.
        await IngestAsync(database);
        await RefreshAsync(host);

        var (filled, newTag) = await GetAsync(client, Screen);
        Assert.Equal(2, filled.GetProperty("total").GetInt32());
        Assert.NotEqual(tag, newTag);
        Assert.Equal(rows, await ReadRowsAsync(database));
        Assert.Equal(
            versions, await database.ScalarAsync<string>("select string_agg(version::text, ' ' order by cik) from company_facts"));
    }

    [Fact]
    public async Task Industry_exchange_order_and_fields_select_what_a_screen_shows()
    {
        await using var database = await CreateSemiconductorsAsync();
        await using var host = await StartAsync(database);
        using var client = host.Client(ApiServer.Key);
        const string Screen = "/api/v1/screen?where=Revenue>0&currency=USD&period=latest";
        // Revenue of the fiscal years 2026 (Marvell, NVIDIA) and 2025 (AMD, Alphabet).
        Assert.Equal(
            [("MRVL", 8_194_600_000m), ("AMD", 34_639_000_000m), ("NVDA", 215_938_000_000m)],
            await GetRevenuesAsync(client, $"{Screen}&sic=3674&sort=Revenue"));
        Assert.Equal(
            ["GOOGL", "NVDA", "AMD", "MRVL"],
            (await GetRevenuesAsync(client, Screen)).Select(company => company.Ticker));

        var (onlyNyse, _) = await GetAsync(client, $"{Screen}&exchange=NYSE");
        Assert.Equal((0, 1), (onlyNyse.GetProperty("total").GetInt32(), onlyNyse.GetProperty("excluded").GetInt32()));
        var (fields, _) = await GetAsync(client, $"{Screen}&limit=1&sort=-CurrentRatio&fields=NetIncome,Revenue");
        Assert.Equal(
            ["Revenue", "CurrentRatio", "NetIncome"],
            fields.GetProperty("companies")[0].GetProperty("values").EnumerateObject().Select(value => value.Name));
    }

    [Fact]
    public async Task Peers_are_ordered_by_nearest_revenue()
    {
        await using var database = await CreateSemiconductorsAsync();
        await using var host = await StartAsync(database);
        using var client = host.Client(ApiServer.Key);
        // 34.6 billion is 4.2 times Marvell's revenue; NVIDIA's is 6.2 times as much as AMD's and 26 times as much as Marvell's.
        var (peers, _) = await GetAsync(client, "/api/v1/companies/AMD/peers?period=latest");
        Assert.Equal(["MRVL", "NVDA"], GetTickers(peers.GetProperty("peers")));
        Assert.Equal((2, 1), (peers.GetProperty("total").GetInt32(), peers.GetProperty("excluded").GetInt32()));
        var (ofNvidia, _) = await GetAsync(client, "/api/v1/companies/NVDA/peers?period=latest&limit=1");
        Assert.Equal(["AMD"], GetTickers(ofNvidia.GetProperty("peers")));
    }

    [Fact]
    public async Task Values_per_share_are_adjusted_for_later_splits()
    {
        await using var database = await CreateSemiconductorsAsync();
        await using var host = await StartAsync(database);
        using var client = host.Client(ApiServer.Key);
        // NVIDIA's fiscal year that ended on 2021-01-31: 6.90 as first filed, 1.73 after four for one, and ten for one since.
        var (frame, _) = await GetAsync(client, "/api/v1/frames/EpsDiluted/CY2020?currency=USD");
        var nvidia = frame.GetProperty("companies").EnumerateArray()
            .Single(company => company.GetProperty("ticker").ValueEquals("NVDA"));
        Assert.Equal((0.173m, "USD/shares"), (nvidia.GetProperty("value").GetDecimal(), nvidia.GetProperty("unit").GetString()));
    }

    [Fact]
    public async Task Only_the_periods_used_last_stay_in_memory_and_evicted_ones_are_read_again()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await IngestAsync(database, RealCompanies.Document("NVDA"));
        await using var host = await StartAsync(database);
        var table = host.Services.GetRequiredService<ScreeningTable>();
        string[] periods = [.. Enumerable.Range(2012, ScreeningTable.MaxCalendarPeriods + 3).Select(year => $"CY{year}")];
        var first = GetRevenue(await table.GetAsync(periods[0], Token));
        Assert.NotEqual(0, first);
        foreach (var period in periods) await table.GetAsync(period, Token);

        Assert.Equal(
            [.. periods[^ScreeningTable.MaxCalendarPeriods..], ScreeningPeriods.Latest, ScreeningPeriods.TwelveMonths],
            table.Loaded.Order(StringComparer.Ordinal));
        Assert.Equal(first, GetRevenue(await table.GetAsync(periods[0], Token)));
        Assert.DoesNotContain(periods[^ScreeningTable.MaxCalendarPeriods], table.Loaded);

        // A period without companies uses no memory.
        Assert.Empty((await table.GetAsync("CY2199", Token)).Companies);
        Assert.DoesNotContain("CY2199", table.Loaded);

        static decimal GetRevenue(ScreeningPeriod period) => period.GetColumn("Revenue").TryGet(0, out var value) ? value : 0;
    }

    private async Task<EdgarDatabase> CreateSemiconductorsAsync()
    {
        var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        long[] wanted = [Amd, Nvidia, Tsm, Alphabet, Marvell];
        await database.Pipeline.RunAsync(
            "test", new BulkCompanySource(BulkLayout.Find(EdgarData.Folder)).ReadAsync(Token)
                .Where(document => document.Cik is Cik cik && wanted.Contains(cik.Value)), null, Token);
        await database.Cluster.WaitForReplayAsync();
        return database;
    }

    private async Task<ApiHost> StartAsync(EdgarDatabase database)
    {
        var space = $"t{Guid.NewGuid():N}"[..20];
        var host = await ApiHost.StartAsync(
            database, await servers.RedisAsync(), configure: web => web.UseSetting("EdgarApi:Cache:Namespace", space));
        await host.Services.GetRequiredService<ScreeningTable>().RefreshAsync(Token);
        return host;
    }

    private static async Task RefreshAsync(ApiHost host)
    {
        await host.RefreshAsync();
        await host.Services.GetRequiredService<ScreeningTable>().RefreshAsync(Token);
    }

    private static async Task IngestAsync(EdgarDatabase database, params CompanyDocument[] documents)
    {
        await database.Pipeline.RunAsync("test", documents.ToAsyncEnumerable(), null, Token);
        await database.Cluster.WaitForReplayAsync();
    }

    private static Task<string> ReadRowsAsync(EdgarDatabase database) => database.ScalarAsync<string>(
        "select string_agg(concat_ws(' ', cik, period, freq, period_start, period_end, currency, encode(packed, 'hex')), chr(10) "
        + "order by cik, period) from screening_rows");

    private static async Task<(JsonElement Response, string? Tag)> GetAsync(HttpClient client, string address)
    {
        using var response = await client.GetAsync(new Uri(address, UriKind.Relative), Token);
        var text = await response.Content.ReadAsStringAsync(Token);
        Assert.True(response.IsSuccessStatusCode, text);
        return (JsonDocument.Parse(text).RootElement, response.Headers.ETag?.Tag);
    }

    private static async Task<decimal> GetFrameAsync(HttpClient client)
    {
        var (frame, _) = await GetAsync(client, "/api/v1/frames/Revenue/ttm");
        return Assert.Single(frame.GetProperty("companies").EnumerateArray()).GetProperty("value").GetDecimal();
    }

    private static async Task<IReadOnlyList<(string? Ticker, decimal Revenue)>> GetRevenuesAsync(HttpClient client, string address)
    {
        var (screen, _) = await GetAsync(client, address);
        return
        [
            .. screen.GetProperty("companies").EnumerateArray().Select(company => (
                company.GetProperty("ticker").GetString(), company.GetProperty("values").GetProperty("Revenue").GetDecimal())),
        ];
    }

    private static IEnumerable<string?> GetTickers(JsonElement companies) =>
        companies.EnumerateArray().Select(company => company.GetProperty("ticker").GetString());
}
