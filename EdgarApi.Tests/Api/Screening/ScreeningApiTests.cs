using System.Net;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.Screening;

/// <summary>
/// Frames, screens and peers over Apple, NVIDIA, Alphabet, TSM (TWD) and Royal Bank (CAD). Twelve months are the fiscal year plus the year
/// to date less that of the year before, from the SEC's file of each company.
/// </summary>
public sealed class ScreeningApiTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    [Fact]
    public async Task A_frame_has_the_fiscal_years_that_the_SEC_assigns_to_the_calendar_year()
    {
        // Fiscal years that end from mid 2024 to mid 2025: NVIDIA's ends on 2025-01-26, Apple's on 2024-09-28.
        var frame = await GetJsonAsync("/api/v1/frames/Revenue/CY2024?currency=USD");
        var values = frame.GetProperty("companies").EnumerateArray().ToDictionary(
            company => company.GetProperty("ticker").GetString()!,
            company => (company.GetProperty("end").GetString(), company.GetProperty("value").GetDecimal()));
        Assert.Equal(
            new Dictionary<string, (string?, decimal)>
            {
                ["AAPL"] = ("2024-09-28", 391_035_000_000), ["NVDA"] = ("2025-01-26", 130_497_000_000),
                ["GOOGL"] = ("2024-12-31", 350_018_000_000),
            },
            values);
        Assert.Equal(3, frame.GetProperty("total").GetInt32());
        Assert.NotEmptyAndAll(
            frame.GetProperty("companies").EnumerateArray(),
            company => Assert.NotEmpty(company.GetProperty("source").GetProperty("accession").GetString()!));
    }

    [Fact]
    public async Task A_frame_of_balances_has_the_quarter_of_their_date()
    {
        var frame = await GetJsonAsync("/api/v1/frames/Assets/CY2025Q4I?currency=USD");
        Assert.Equal(
            new Dictionary<string, decimal> { ["AAPL"] = 379_297_000_000, ["NVDA"] = 206_803_000_000, ["GOOGL"] = 595_281_000_000 },
            frame.GetProperty("companies").EnumerateArray().ToDictionary(
                company => company.GetProperty("ticker").GetString()!, company => company.GetProperty("value").GetDecimal()));
    }

    [Fact]
    public async Task A_screen_compares_the_newest_twelve_months_and_counts_other_currencies()
    {
        var screen = await GetJsonAsync("/api/v1/screen?where=Revenue>3e11,NetIncome>1.5e11|NetIncome<1.3e11&currency=USD");
        var companies = screen.GetProperty("companies").EnumerateArray().ToList();
        Assert.Equal(["AAPL", "GOOGL"], companies.Select(company => company.GetProperty("ticker").GetString()));
        Assert.Equal(
            [(451_442_000_000, 122_575_000_000), (422_499_000_000, 160_208_000_000)],
            companies.Select(company => company.GetProperty("values"))
                .Select(values => (values.GetProperty("Revenue").GetDecimal(), values.GetProperty("NetIncome").GetDecimal())));
        Assert.Equal((2, 2), (screen.GetProperty("total").GetInt32(), screen.GetProperty("excluded").GetInt32()));
        Assert.Equal(["CAD", "TWD"], GetNames(screen.GetProperty("excludedCurrencies")));
    }

    [Fact]
    public async Task Pages_of_a_screen_repeat_and_skip_nothing()
    {
        var seen = new List<string?>();
        for (var next = "/api/v1/screen?where=Revenue>1&currency=USD&limit=1"; next is not null;)
        {
            var page = await GetJsonAsync(next);
            seen.AddRange(page.GetProperty("companies").EnumerateArray().Select(company => company.GetProperty("ticker").GetString()));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(["AAPL", "GOOGL", "NVDA"], seen);
    }

    [Theory]
    [InlineData("/api/v1/screen?where=Revenue>1e9", "currency", "currency=USD")]
    [InlineData("/api/v1/screen?where=NetMargn>0.1", "where", "did you mean NetMargin")]
    [InlineData("/api/v1/frames/Revenu/ttm", "metric", "did you mean Revenue")]
    [InlineData("/api/v1/frames/NetMargin/ttm", "metric", "fields=NetMargin")]
    [InlineData("/api/v1/frames/Assets/CY2024Q4", "period", "must be CY2024Q4I")]
    [InlineData("/api/v1/frames/Revenue/CY2024Q4I", "period", "must be CY2024Q4")]
    [InlineData("/api/v1/frames/Revenue/2024", "period", "a calendar year (CY2024)")]
    public async Task An_invalid_request_says_what_is_valid(string address, string parameter, string error) => Assert.Contains(
        error, GetError(await GetProblemAsync(address, HttpStatusCode.BadRequest, "invalid_parameter"), parameter),
        StringComparison.Ordinal);

    [Fact]
    public async Task Peers_have_the_same_industry()
    {
        // The SIC code 3674 is that of NVIDIA and TSM, which reports in TWD.
        var peers = await GetJsonAsync("/api/v1/companies/NVDA/peers");
        Assert.Equal(
            ("3674", "USD", 0, 1),
            (peers.GetProperty("sic").GetString(), peers.GetProperty("currency").GetString(), peers.GetProperty("total").GetInt32(),
                peers.GetProperty("excluded").GetInt32()));
        Assert.Equal(253_491_000_000, peers.GetProperty("values").GetProperty("Revenue").GetDecimal());
    }

    [Fact]
    public async Task A_frame_and_a_screen_are_CSV_too()
    {
        Assert.StartsWith("cik,ticker,name,key,", await GetCsvAsync("/api/v1/frames/Revenue/latest"), StringComparison.Ordinal);
        Assert.Contains("122575000000", await GetCsvAsync("/api/v1/screen?where=NetIncome>0&currency=USD"), StringComparison.Ordinal);
    }
}
