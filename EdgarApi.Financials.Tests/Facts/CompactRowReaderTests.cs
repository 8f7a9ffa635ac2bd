using System.Text;
using EdgarApi.Financials.Facts;

namespace EdgarApi.Financials.Tests.Facts;

/// <summary>Rows as the SEC writes them have a reader of their own; a space behind '[' sends the same rows to the JSON reader.</summary>
public class CompactRowReaderTests
{
    private const string Row =
        """{"start":"2023-01-01","end":"2023-12-31","val":-120.50,"accn":"0000000001-24-000001","fy":2023,"fp":"FY","form":"10-K","""
        + "\"filed\":\"2024-02-01\",\"frame\":\"CY2023\"}";

    private const string Instant = """
        {"end":"2023-12-31","val":7,"accn":"0000000001-24-000001","fy":null,"fp":null,"form":"10-K","filed":"2024-02-01"}
        """;

    public static TheoryData<int> Ciks => [.. Companies.Complete, .. Companies.Trimmed];

    [Theory, MemberData(nameof(Ciks))]
    public void Every_company_reads_alike_with_spaces(int cik)
    {
        var json = Companies.Bytes(cik);
        var spaced = Encoding.UTF8.GetBytes(Spaced(Encoding.UTF8.GetString(json)));
        Assert.Equal(CompanyFacts.Parse(spaced).ToSnapshot(), CompanyFacts.Parse(json).ToSnapshot());
    }

    [Fact]
    public void A_changed_byte_is_accepted_and_rejected_as_with_spaces()
    {
        var json = File(Row + "," + Instant + "," + Row);
        var accepted = 0;
        for (var at = 0; at < json.Length; at++)
        {
            foreach (var change in "09-.e\"\\{}[],: nN\u0001é")
            {
                var changed = json[..at] + change + json[(at + 1)..];
                var outcome = Parse(changed);
                Assert.True(Parse(Spaced(changed)) == outcome, $"{outcome} for {changed}");
                if (outcome.StartsWith("facts", StringComparison.Ordinal)) accepted++;
            }
        }
        Assert.InRange(accepted, 100, json.Length * 8);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData(",", 0)]
    [InlineData(" ", 1)]
    [InlineData(" ,{}", 0)]
    [InlineData(", " + Row, 2)]
    [InlineData(" , " + Row, 2)]
    [InlineData(Row, 0)]
    [InlineData("," + Row + ",", 0)]
    [InlineData(",5", 0)]
    public void What_follows_a_row_decides(string rest, int facts) =>
        Assert.StartsWith(facts == 0 ? "not" : $"facts {facts} ", Parse(File(Row + rest)), StringComparison.Ordinal);

    [Theory]
    [InlineData("-120.50", "-0")]
    [InlineData("-120.50", "0.10")]
    [InlineData("-120.50", "1e-05")]
    [InlineData("-120.50", "79228162514264337593543950335")]
    [InlineData("10-K", "10-K\\/A")]
    [InlineData("10-K", "DEF 14A")]
    [InlineData("10-K", "é")]
    [InlineData(":2023,", ":0,")]
    [InlineData("\"CY2023\"", "null")]
    [InlineData("\"CY2023\"", "\"\"")]
    [InlineData("\"CY2023\"", "\"CY2023\",\"note\":[1]")]
    public void Unusual_rows_are_read_as_well(string usual, string unusual) =>
        Assert.StartsWith("facts 3 ", Parse(File($"{Row},{Row.Replace(usual, unusual)},{Instant}")), StringComparison.Ordinal);

    private static string Spaced(string json) => json.Replace("[{", "[ {", StringComparison.Ordinal);

    private static string Parse(string json)
    {
        try
        {
            var facts = CompanyFacts.Parse(Encoding.UTF8.GetBytes(json));
            return $"facts {facts.Count} {Convert.ToHexString(facts.ToSnapshot())}";
        }
        catch (CompanyFactsFormatException error)
        {
            // A reason may quote what follows in the file, with its spaces.
            return "not accepted: " + error.Reason.Split('\'', '"')[0];
        }
    }

    private static string File(string rows) =>
        """{"cik":1,"entityName":"X","facts":{"us-gaap":{"A":{"label":null,"description":null,"units":{"USD":[""" + rows + "]}}}}}";
}
