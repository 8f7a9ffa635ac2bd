using EdgarApi.Financials.Companies;
using EdgarApi.Sec;
using EdgarApi.Sec.Live;
using EdgarApi.Sec.Sources;

namespace EdgarApi.Tests.Sec;

/// <summary>What the live source reads, and what it does not read again.</summary>
public sealed class LiveCompanySourceTests : LiveSourceTest
{
    [Fact]
    public async Task A_company_has_facts_a_profile_and_the_filings_of_all_pages()
    {
        var source = CreateSource();

        var tesla = await source.ReadOneAsync(new Cik(1318605), Cancellation);

        Assert.Equal(EdgarData.CompanyFacts(1318605), tesla!.Facts!.Value.ToArray());
        Assert.Equal("Tesla, Inc.", tesla.Profile!.Name);
        Assert.True(tesla.Filings!.Count > 1700);
        Assert.Equal(3, Sec.Requests.Count);
        Assert.Equal(3, Budget.Requests);
        Assert.NotEmptyAndAll(
            Sec.Requests,
            request => Assert.Equal(("EdgarApi Test Suite tests@edgar-api.test", "gzip"), (request.UserAgent, request.AcceptEncoding)));
    }

    [Fact]
    public async Task The_ticker_lists_are_downloaded_once_and_then_requested_conditionally()
    {
        var source = CreateSource();

        var first = await source.ReadListingsAsync(Cancellation);
        var second = await source.ReadListingsAsync(Cancellation);

        Assert.True(first.Count > 8000);
        Assert.Equal(first.Count, second.Count);
        Assert.Equal(2, Sec.Requests.Count(request => request.IfNoneMatch.Length > 0));
    }

    [Fact]
    public async Task Requested_companies_are_read_by_ticker_or_CIK_and_keep_their_listing_without_submissions()
    {
        var source = CreateSource(null, "aapl", "CIK0001000275", "NOSUCH");

        var documents = await source.ReadAsync(Cancellation).ToListAsync(Cancellation);

        Assert.Equal([Apple, new Cik(1000275)], documents.Select(document => document.Cik!.Value).Order());
        Assert.Contains("RY", documents.Single(document => document.Cik!.Value.Value == 1000275).Profile!.Tickers);
    }

    [Fact]
    public async Task Only_companies_with_a_new_filing_are_read_again()
    {
        var source = CreateSource();
        var newest = (await source.ReadOneAsync(Apple, Cancellation))!.Filings![0].Accession;

        var same = await source.ReadChangedAsync([new KnownCompany(Apple, newest)], Cancellation).ToListAsync(Cancellation);
        var older = await source.ReadChangedAsync([new KnownCompany(Apple, "0000000000-00-000000")], Cancellation)
            .ToListAsync(Cancellation);

        Assert.Empty(same);
        Assert.Equal(Apple, Assert.Single(older).Cik);
    }

    [Fact]
    public async Task An_unchanged_submissions_file_costs_one_304_once_its_filings_are_stored()
    {
        var source = CreateSource();
        var stale = new KnownCompany(Apple, "0000000000-00-000000");
        var newest = Assert.Single(await source.ReadChangedAsync([stale], Cancellation).ToListAsync(Cancellation)).Filings![0].Accession;

        // Storing failed, so the stored version is still old and the company must be returned again.
        Assert.Single(await source.ReadChangedAsync([stale], Cancellation).ToListAsync(Cancellation));
        Assert.DoesNotContain(Sec.Requests, request => request.IfNoneMatch.Length > 0);
        // The version is stored now.
        Assert.Empty(await source.ReadChangedAsync([new KnownCompany(Apple, newest)], Cancellation).ToListAsync(Cancellation));
        Assert.Single(Sec.Requests, request => request.IfNoneMatch.Length > 0);
    }

    [Fact]
    public async Task A_company_whose_facts_lack_a_report_is_read_again_for_a_day()
    {
        const string Submissions = """
            {
              "cik": "0000320193",
              "name": "Apple Inc.",
              "filings": {
                "recent": {
                  "accessionNumber": ["0000320193-26-000099"],
                  "form": ["10-Q"],
                  "filingDate": ["2026-11-19"],
                  "acceptanceDateTime": ["2026-11-19T22:00:00.000Z"]
                }
              }
            }
            """;
        Sec.Put(AppleSubmissions, Submissions);
        var source = CreateSource();

        Assert.Null((await source.ReadOneAsync(Apple, Cancellation))!.Filings);
        Time.Now += LiveCompanySource.FactsLag;
        Assert.Single((await source.ReadOneAsync(Apple, Cancellation))!.Filings!);
    }

    [Fact]
    public async Task A_rejection_ends_the_stream_but_one_malformed_company_fails_alone()
    {
        for (var i = 0; i < 10; i++) Sec.Next(AppleFacts, 500);
        Sec.Put("/submissions/CIK0001045810.json", """{"cik":"0001045810","na""");
        var source = CreateSource(null, "AAPL", "NVDA", "HD");

        var documents = (await source.ReadAsync(Cancellation).ToListAsync(Cancellation)).OrderBy(document => document.Cik!.Value).ToArray();

        Assert.Contains("500", documents[0].Fault!.Reason, StringComparison.Ordinal);
        Assert.Null(documents[1].Fault);
        Assert.Equal((Sec.Address + "submissions/CIK0001045810.json", 23L), (documents[2].Fault!.File, documents[2].Fault!.Offset!.Value));

        Sec.Next("/api/xbrl/companyfacts/CIK0000354950.json", 403);
        await Assert.ThrowsAsync<SecUnavailableException>(async () => await source.ReadAsync(Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_company_unknown_to_the_SEC_is_null() =>
        Assert.Null(await CreateSource().ReadOneAsync(new Cik(9_999_999_999), Cancellation));
}
