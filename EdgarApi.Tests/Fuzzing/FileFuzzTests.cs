using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Ratios;
using EdgarApi.Financials.Statements;
using EdgarApi.Sec.Files;

namespace EdgarApi.Tests.Fuzzing;

/// <summary>Malformed SEC files are read or rejected with one error that says why. A failure reports the seed that reproduces it.</summary>
public sealed class FileFuzzTests
{
    private const int Apple = 320193;

    [Fact]
    public void Company_facts_are_parsed_or_rejected_and_parsed_facts_yield_statements() =>
        Mutation.From(Facts(rows: 3), Facts(rows: 12)).Sample(json =>
        {
            CompanyFacts facts;
            try
            {
                facts = CompanyFacts.Parse(json);
            }
            catch (CompanyFactsFormatException)
            {
                return;
            }

            foreach (var kind in Enum.GetValues<StatementKind>())
                StatementBuilder.Build(facts, new StatementRequest(kind, Frequency.Annual, 4));
            RatioBuilder.Build(facts, RatioCatalog.All, Frequency.Quarterly, 2, new StatementOptions());
        }, iter: Mutation.Inputs);

    [Fact]
    public void Submissions_are_parsed_or_rejected() => Mutation.From(Submissions(rows: 4)).Sample(json =>
    {
        try
        {
            var read = EdgarApi.Sec.Files.Submissions.Parse(json, "fuzzed");
            Assert.All(read.Filings, filing => Assert.False(filing.Accession is null || filing.Form is null));
        }
        catch (SecDataException)
        {
            // Rejected with a message.
        }
    }, iter: Mutation.Inputs);

    [Fact]
    public void Pages_of_filings_are_parsed_or_rejected() => Mutation.From(Page(rows: 4)).Sample(json =>
    {
        try
        {
            Assert.All(
                EdgarApi.Sec.Files.Submissions.ParsePage(json, "fuzzed"),
                filing => Assert.False(filing.Accession is null || filing.Form is null));
        }
        catch (SecDataException)
        {
            // Rejected with a message.
        }
    }, iter: Mutation.Inputs);

    [Fact]
    public void Ticker_lists_are_parsed_or_rejected() => Mutation.From(Tickers(rows: 4), TickersWithExchange(rows: 4)).Sample(json =>
    {
        try
        {
            Assert.All(TickerList.Parse(json, "fuzzed"), company => Assert.True(company.Cik.Value > 0 && company.Name is not null));
        }
        catch (SecDataException)
        {
            // Rejected with a message.
        }
    }, iter: Mutation.Inputs);

    /// <summary>Apple's facts: the last rows of each concept on a statement.</summary>
    private static byte[] Facts(int rows)
    {
        var document = JsonNode.Parse(EdgarData.CompanyFacts(Apple))!;
        var concepts = document["facts"]!["us-gaap"]!.AsObject();
        string[] kept =
        [
            "NetIncomeLoss",
            "Assets",
            "StockholdersEquity",
            "NetCashProvidedByUsedInOperatingActivities",
            "EarningsPerShareDiluted",
        ];
        foreach (var concept in concepts.Select(concept => concept.Key).Except(kept).ToList())
            concepts.Remove(concept);
        foreach (var (_, concept) in concepts)
            foreach (var (_, unit) in concept!["units"]!.AsObject()) KeepLast(unit!.AsArray(), rows);
        return JsonSerializer.SerializeToUtf8Bytes(document);
    }

    private static byte[] Submissions(int rows)
    {
        var document = JsonNode.Parse(EdgarData.Read("submissions.zip", $"CIK{Apple:D10}.json"))!;
        foreach (var (_, column) in document["filings"]!["recent"]!.AsObject()) KeepLast(column!.AsArray(), rows);
        return JsonSerializer.SerializeToUtf8Bytes(document);
    }

    private static byte[] Page(int rows) => JsonSerializer.SerializeToUtf8Bytes(JsonNode.Parse(Submissions(rows))!["filings"]!["recent"]);

    private static byte[] Tickers(int rows)
    {
        var document = JsonNode.Parse(File.ReadAllBytes(EdgarData.GetPath("company_tickers.json")))!.AsObject();
        foreach (var row in document.Select(row => row.Key).Skip(rows).ToList()) document.Remove(row);
        return JsonSerializer.SerializeToUtf8Bytes(document);
    }

    private static byte[] TickersWithExchange(int rows)
    {
        var document = JsonNode.Parse(File.ReadAllBytes(EdgarData.GetPath("company_tickers_exchange.json")))!;
        KeepLast(document["data"]!.AsArray(), rows);
        return JsonSerializer.SerializeToUtf8Bytes(document);
    }

    private static void KeepLast(JsonArray array, int rows)
    {
        while (array.Count > rows) array.RemoveAt(0);
    }
}
