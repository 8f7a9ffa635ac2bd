using System.Text;
using System.Text.Json;
using EdgarApi.Financials.Facts;
using EdgarApi.Tests;

namespace EdgarApi.Financials.Tests.Facts;

public class CompanyFactsParserTests
{
    [Fact]
    public void Every_Apple_row_is_parsed_digit_for_digit()
    {
        var facts = Companies.Facts(Companies.Apple);
        var rows = facts.Query(new FactQuery(), 0, int.MaxValue).Facts
            .Select(fact => string.Join(
                '|', $"{fact.Taxonomy}:{fact.Concept}", fact.Unit, $"{fact.Period.Start:yyyy-MM-dd}", $"{fact.Period.End:yyyy-MM-dd}",
                fact.Value, fact.Accession, fact.FiscalYear, fact.FiscalPeriod, fact.Form, $"{fact.Filed:yyyy-MM-dd}", fact.Frame))
            .Order(StringComparer.Ordinal);

        Assert.Equal(RawRows(EdgarData.CompanyFacts(Companies.Apple)).Order(StringComparer.Ordinal), rows);
        Assert.Equal(24_852, facts.Count);
    }

    [Fact]
    public void A_CIK_may_be_text_and_properties_may_come_in_any_order()
    {
        var facts = Parse("""
            {
              "facts": { "us-gaap": { "Assets": {
                "units": { "USD": [
                  {
                    "filed": "2024-02-01", "form": "10-K", "fp": "FY", "fy": 2023, "accn": "0000000001-24-000001", "val": 1.50,
                    "end": "2023-12-31"
                  }
                ] },
                "description": "x",
                "label": "Assets"
              } } },
              "entityName": "X",
              "cik": "0000000007"
            }
            """);

        Assert.Equal(7, facts.Cik.Value);
        var fact = Assert.Single(facts.Query(new FactQuery(), 0, 10).Facts);
        Assert.Equal("1.50", fact.Value.ToString());
        Assert.Equal("Assets", fact.Label);
    }

    [Fact]
    public void Exponents_nulls_and_huge_counts_are_exact()
    {
        var facts = Parse(Rows("""
            {
              "end": "2023-12-31", "val": 1e-05, "accn": "0000000001-24-000001", "fy": null, "fp": null, "form": "10-K",
              "filed": "2024-02-01"
            },
            {
              "end": "2024-12-31", "val": 1200000000000000, "accn": "0000000001-24-000001", "fy": null, "fp": null, "form": "10-K",
              "filed": "2024-02-01"
            }
            """));

        var values = facts.Query(new FactQuery(), 0, 10).Facts.ToList();
        Assert.Equal([0.00001m, 1_200_000_000_000_000m], values.Select(f => f.Value));
        Assert.NotEmptyAndAll(values, f => Assert.Null(f.FiscalYear));
    }

    [Theory]
    [InlineData(
        """{"cik":1,"facts":{"us-gaap":{"A":{"units":{"USD":[{"end":"2023-12-31","val":1,"accn":"0000000001-24-000001","form":"10-K","""
        + "\"filed\":\"2024-02-01\"}",
        "not well-formed")]
    [InlineData("""[1]""", "the facts of a company are an object")]
    [InlineData("""{"cik":"x"}""", "'cik' is not a CIK")]
    [InlineData("""{"entityName":"X"}""", "'cik' is missing")]
    [InlineData("""{"cik":1,"facts":[]}""", "'facts' is an object of taxonomies")]
    [InlineData("""{"cik":1} x""", "not well-formed")]
    public void Malformed_files_are_rejected_with_reason_and_offset(string json, string reason)
    {
        var error = Assert.Throws<CompanyFactsFormatException>(() => Parse(json));
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
        Assert.InRange(error.Offset, 0, json.Length);
    }

    [Fact]
    public void A_reason_does_not_quote_the_whole_file()
    {
        var error = Assert.Throws<CompanyFactsFormatException>(() => Parse("{n" + new string('x', 100_000) + "}"));
        Assert.InRange(error.Message.Length, 50, 400);
    }

    [Theory]
    [InlineData("""{"end":"2023-02-30","val":1,"accn":"0000000001-24-000001","form":"10-K","filed":"2024-02-01"}""", "'end' is not a date")]
    [InlineData(
        """{"end":"2023-12-31","val":"1","accn":"0000000001-24-000001","form":"10-K","filed":"2024-02-01"}""", "'val' is not a decimal")]
    [InlineData("""{"end":"2023-12-31","val":1,"accn":"1-24-1","form":"10-K","filed":"2024-02-01"}""", "'accn' is not an accession")]
    [InlineData("""{"end":"2023-12-31","accn":"0000000001-24-000001","form":"10-K","filed":"2024-02-01"}""", "a row has no 'val'")]
    [InlineData(
        """{"start":"2024-01-01","end":"2023-12-31","val":1,"accn":"0000000001-24-000001","form":"10-K","filed":"2024-02-01"}""",
        "a row ends before it starts")]
    [InlineData(
        """{"end":"2023-12-31","val":1e400,"accn":"0000000001-24-000001","form":"10-K","filed":"2024-02-01"}""", "'val' is not a decimal")]
    public void Malformed_rows_are_rejected_with_reason_and_offset(string row, string reason)
    {
        var error = Assert.Throws<CompanyFactsFormatException>(() => Parse(Rows(row)));
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
        Assert.True(error.Offset > 0);
    }

    [Fact]
    public void A_file_truncated_anywhere_is_rejected_with_a_format_exception()
    {
        var json = EdgarData.CompanyFacts(1997711);
        for (var length = 0; length < json.Length - 1; length += 997)
            Assert.Throws<CompanyFactsFormatException>(() => CompanyFacts.Parse(json.AsSpan(0, length)));
    }

    [Fact]
    public void Deep_nesting_is_rejected()
    {
        Assert.Throws<CompanyFactsFormatException>(() => Parse("""{"cik":1,"x":""" + new string('[', 100) + new string(']', 100) + "}"));
    }

    private static CompanyFacts Parse(string json) => CompanyFacts.Parse(Encoding.UTF8.GetBytes(json));

    private static string Rows(string rows) =>
        """{"cik":1,"entityName":"X","facts":{"us-gaap":{"A":{"label":null,"description":null,"units":{"USD":[""" + rows + "]}}}}}";

    private static IEnumerable<string> RawRows(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        foreach (var taxonomy in document.RootElement.GetProperty("facts").EnumerateObject())
            foreach (var concept in taxonomy.Value.EnumerateObject())
                foreach (var unit in concept.Value.GetProperty("units").EnumerateObject())
                    foreach (var row in unit.Value.EnumerateArray())
                        yield return string.Join(
                            '|', $"{taxonomy.Name}:{concept.Name}", unit.Name, Text(row, "start"), Text(row, "end"),
                            row.GetProperty("val").GetDecimal(), Text(row, "accn"), Text(row, "fy"), Text(row, "fp"), Text(row, "form"),
                            Text(row, "filed"), Text(row, "frame"));
    }

    private static string Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? value.ToString() : "";
}
