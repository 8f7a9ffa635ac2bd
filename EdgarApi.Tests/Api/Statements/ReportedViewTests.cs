using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.Statements;

public sealed class ReportedViewTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    [Fact]
    public async Task Unclassified_concepts_are_a_separate_member()
    {
        var statement = await GetJsonAsync("/api/v1/companies/AAPL/statements/balance?view=reported&periods=1");

        Assert.Contains(statement.GetProperty("lines").EnumerateArray(), line => line.GetProperty("id").GetString() == "us-gaap:Assets");
        Assert.Contains(statement.GetProperty("unclassified").EnumerateArray(), line =>
            line.GetProperty("id").GetString() == "us-gaap:UnrecognizedTaxBenefits");
    }

    [Fact]
    public async Task The_standard_view_has_no_unclassified_member()
    {
        var statement = await GetJsonAsync("/api/v1/companies/AAPL/statements/balance?periods=1");
        Assert.False(statement.TryGetProperty("unclassified", out _));
    }

    [Fact]
    public async Task An_unclassified_concept_can_be_requested_by_name()
    {
        var statement = await GetJsonAsync(
            "/api/v1/companies/AAPL/statements/income?view=reported&periods=1&fields=us-gaap:UnrecognizedTaxBenefits");

        Assert.Empty(statement.GetProperty("lines").EnumerateArray());
        Assert.Single(statement.GetProperty("unclassified").EnumerateArray());
    }

    [Fact]
    public async Task CSV_has_a_section_for_each_row()
    {
        using var response = await GetAsync("/api/v1/companies/AAPL/statements/balance?view=reported&periods=1&format=csv");
        var rows = (await response.Content.ReadAsStringAsync(Token)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("id,label,unit,section,FY2025", rows[0]);
        Assert.Contains("us-gaap:Assets,Assets,USD,balance,359241000000", rows);
        Assert.Contains(rows, row =>
            row.StartsWith("us-gaap:UnrecognizedTaxBenefits,", StringComparison.Ordinal)
            && row.Contains(",unclassified,", StringComparison.Ordinal));
    }
}
