using EdgarApi.Financials.Companies;
using EdgarApi.Sec.Files;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Tests.Storage.Companies;

/// <summary>Uses the SEC's real ticker list, with Apple, NVIDIA, Alphabet and Herc loaded.</summary>
public sealed class CompanyDirectoryTests
{
    private static readonly Lazy<CompanyDirectory> Listed = new(Load);

    private readonly CompanyDirectory _directory = Listed.Value;

    [Theory]
    [InlineData("AAPL")]
    [InlineData("aapl")]
    [InlineData(" aapl ")]
    [InlineData("320193")]
    [InlineData("0000320193")]
    [InlineData("CIK0000320193")]
    [InlineData("cik320193")]
    public void A_company_is_found_by_ticker_and_by_CIK_in_any_spelling(string id) => Assert.Equal(320193, _directory.Find(id)?.Cik.Value);

    [Theory]
    [InlineData("brk.b")]
    [InlineData("BRK-B")]
    [InlineData("brk/b")]
    public void A_share_class_can_follow_a_dot_a_dash_or_a_slash(string id) => Assert.Equal(1067983, _directory.Find(id)?.Cik.Value);

    [Theory]
    [InlineData("AAPL.US", "AAPL")]
    [InlineData("aapl us", "AAPL")]
    [InlineData("AAPL:US", "AAPL")]
    [InlineData("NASDAQ:AAPL", "AAPL")]
    [InlineData("xnas: aapl", "AAPL")]
    [InlineData("NYSE:BRK.B", "BRK-B")]
    [InlineData("BRK.B.US", "BRK-B")]
    public void A_ticker_can_be_written_with_its_US_market(string id, string ticker)
    {
        Assert.Equal(ticker, _directory.Find(id)?.Ticker);
        Assert.Equal(ticker, _directory.Search(id, 1).Companies[0].Ticker);
    }

    [Theory]
    [InlineData("LSE:AAPL")]
    [InlineData(":AAPL")]
    [InlineData("NASDAQ:")]
    [InlineData(".US")]
    [InlineData("APPL")]
    [InlineData("999999999")]
    [InlineData("")]
    public void An_unlisted_company_is_not_found(string id) => Assert.Null(_directory.Find(id));

    [Theory]
    [InlineData("nvda", "NVDA")]
    [InlineData("apple", "AAPL")]
    [InlineData("Apple Inc", "AAPL")]
    [InlineData("alphabet", "GOOGL")]
    [InlineData("berkshire hath", "BRK-B")]
    [InlineData("mcdonalds", "MCD")]
    [InlineData("0001045810", "NVDA")]
    public void The_best_match_comes_first(string query, string ticker) =>
        Assert.Equal(ticker, _directory.Search(query, 5).Companies[0].Ticker);

    [Theory]
    [InlineData("nvdia", "NVDA")]
    [InlineData("mircosoft", "MSFT")]
    [InlineData("costcco wholesale", "COST")]
    public void Typos_are_tolerated(string query, string ticker) =>
        Assert.Contains(ticker, _directory.Search(query, 3).Companies.Select(company => company.Ticker));

    [Fact]
    public void A_former_name_finds_the_current_company() =>
        Assert.Equal("AAPL", _directory.Search("apple computer", 5).Companies[0].Ticker);

    [Fact]
    public void A_limit_truncates_the_list_but_not_the_count()
    {
        var result = _directory.Search("bank", 3);

        Assert.Equal(3, result.Companies.Count);
        Assert.True(result.Total > 50);
    }

    [Fact]
    public void An_empty_query_lists_all_companies_large_ones_first()
    {
        var page = _directory.Search("", 10);
        Assert.True(page.Total > 7_000);
        Assert.Contains("NVDA", page.Companies.Select(company => company.Ticker));
        Assert.Equal(
            ["AAPL", "GOOGL", "HRI", "NVDA"],
            _directory.Search("", 10, filter: new CompanyFilter { IsLoaded = true }).Companies.Select(company => company.Ticker).Order());
    }

    [Fact]
    public void Pages_contain_every_company_once()
    {
        var total = _directory.Search("", 1).Total;
        var ciks = Enumerable.Range(0, total / 1000 + 1)
            .SelectMany(page => _directory.Search("", 1000, page * 1000).Companies.Select(company => company.Cik)).ToList();
        Assert.Equal((total, total), (ciks.Count, ciks.Distinct().Count()));
    }

    [Fact]
    public void Filters_apply_to_queries_and_to_the_whole_list()
    {
        var own = new CompanyDirectory();
        own.Apply(
        [
            CreateRow(1, "First Bank", "NYSE", "6021", "DE"), CreateRow(2, "Second Bank", "Nasdaq", "6021", "NY"),
            CreateRow(3, "Mill", "NYSE", "3310", "DE"),
        ]);
        Assert.Equal([1L, 3], Find("", new CompanyFilter { Exchange = "nyse" }));
        Assert.Equal([1L], Find("bank", new CompanyFilter { Exchange = "NYSE" }));
        Assert.Equal([1L, 2], Find("", new CompanyFilter { Sic = 6021 }));
        Assert.Equal([3L], Find("", new CompanyFilter { State = "de", Sic = 3310 }));
        Assert.Equal([1L, 2, 3], Find("", new CompanyFilter { IsLoaded = false }));
        Assert.Empty(Find("", new CompanyFilter { IsLoaded = true }));

        IEnumerable<long> Find(string query, CompanyFilter filter) =>
            own.Search(query, 10, filter: filter).Companies.Select(company => company.Cik.Value);
    }

    private static DirectoryRow CreateRow(long cik, string name, string exchange, string sic, string state) => new(
        new CompanyEntry(new Cik(cik), name, [], exchange, [], 0, "", null, null) { Sic = sic, StateOfIncorporation = state }, null);

    [Theory]
    [InlineData("APPL", "AAPL")]
    [InlineData("NVDAA", "NVDA")]
    [InlineData("microsoft", "MSFT")]
    public void An_unknown_id_suggests_the_nearest_tickers(string id, string expected) => Assert.Contains(expected, _directory.Suggest(id));

    [Fact]
    public void Updates_after_a_time_are_ordered_by_publication()
    {
        var published = _directory.PublishedSince(Publication(1), 10);

        Assert.Equal(3, published.Total);
        Assert.Equal([2L, 3, 4], published.Companies.Select(company => company.Version));
        var rest = _directory.PublishedSince(Publication(1), 10, after: 2);
        Assert.Equal(3, rest.Total);
        Assert.Equal([3L, 4], rest.Companies.Select(company => company.Version));
    }

    [Fact]
    public void An_older_row_never_replaces_a_newer_one()
    {
        var own = new CompanyDirectory();
        own.Apply([Row(1, "NEW", revision: 8)]);
        own.Apply([Row(1, "OLD", revision: 7)]);

        Assert.Equal("NEW", own.Find("1")?.Name);
    }

    private static DirectoryRow Row(long cik, string name, long revision) =>
        new(new CompanyEntry(new Cik(cik), name, [], null, [], 0, "", null, null) { Revision = revision }, null);

    private static DateTimeOffset Publication(long version) => new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero).AddMinutes(version);

    private static CompanyDirectory Load()
    {
        long[] loaded = [320193, 1045810, 1652044, 1364479];
        var list = TickerList.Parse(File.ReadAllBytes(EdgarData.GetPath("company_tickers_exchange.json")), "company_tickers_exchange.json");
        var directory = new CompanyDirectory();
        directory.Apply([.. list.Index().Select(item =>
        {
            var version = Array.IndexOf(loaded, item.Item.Cik.Value) + 1;
            var formerNames = item.Item.Cik.Value == 320193 ? ["APPLE COMPUTER INC"] : Array.Empty<string>();
            return new DirectoryRow(
                new CompanyEntry(
                    item.Item.Cik, item.Item.Name, item.Item.Tickers, null, formerNames, version, "",
                    version > 0 ? Publication(version) : null, null)
                {
                    Revision = item.Index + 1,
                },
                item.Index);
        })]);
        return directory;
    }
}
