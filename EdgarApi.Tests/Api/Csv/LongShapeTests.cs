using System.Globalization;
using System.Text.Json;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.Csv;

/// <summary>In the long shape each value has what the JSON says of it: company, dates, unit, and filing or reason.</summary>
public sealed class LongShapeTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    private static readonly string[] Promised =
        ["company", "period", "start", "end", "metric", "value", "unit", "reason", "concept", "accession", "filed"];

    [Theory]
    [InlineData("AAPL/statements/income?periods=8&freq=quarterly")]
    [InlineData("AAPL/statements/balance?periods=4&calendar=true")]
    [InlineData("TSM/statements/cashflow?periods=6")]
    [InlineData("RY/statements/income?periods=6&freq=ttm")]
    [InlineData("NVDA/statements/income?periods=2&view=reported")]
    [InlineData("GOOGL/statements/balance?periods=3&fields=Assets,ShortTermDebt,Equity")]
    public async Task A_statement_has_a_row_per_line_and_period(string resource)
    {
        var address = $"/api/v1/companies/{resource}";
        // The rows have sources also without them among the fields.
        var fields = address.Contains("fields=", StringComparison.Ordinal) ? ",sources" : "&fields=essential,sources";
        var statement = await GetJsonAsync(address + fields);
        var table = CsvTable.Read(await GetTextAsync($"{address}&format=csv&shape=long"));
        Assert.Equal(Promised, table.Columns.Take(Promised.Length));

        var periods = statement.GetProperty("periods").EnumerateArray().ToList();
        var lines = statement.GetProperty("lines").EnumerateArray()
            .Concat(statement.TryGetProperty("unclassified", out var others) ? others.EnumerateArray() : []);
        var expected = lines.SelectMany(line => periods.Select((period, i) => CreateRow(
            GetId(statement), period, Text(line, "id"), line.GetProperty("values")[i], Text(line, "unit"),
            line.TryGetProperty("reasons", out var reasons) ? reasons[i].GetString() : null, line.GetProperty("sources")[i]))).ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, GetPromised(table));
    }

    [Fact]
    public async Task Apples_revenue_of_2025_is_the_one_of_its_annual_report()
    {
        var text = await GetTextAsync("/api/v1/companies/AAPL/statements/income.csv?periods=1&fields=Revenue&shape=long");
        Assert.Equal(
            [
                "AAPL", "FY2025", "2024-09-29", "2025-09-27", "Revenue", "416161000000", "USD", "",
                "us-gaap:RevenueFromContractWithCustomerExcludingAssessedTax", "0000320193-25-000079", "2025-10-31",
            ],
            Assert.Single(GetPromised(CsvTable.Read(text))));
    }

    [Theory]
    [InlineData("/api/v1/companies/AAPL/timeseries?metrics=Revenue,Inventory,EpsDiluted&freq=quarterly&periods=12")]
    [InlineData("/api/v1/companies/TSM/timeseries?metrics=Revenue,Goodwill&periods=3")]
    [InlineData("/api/v1/timeseries?companies=AAPL,RY&metrics=Revenue&periods=4&calendar=true")]
    public async Task A_series_has_a_row_per_point(string address)
    {
        var answer = await GetJsonAsync(address);
        var table = CsvTable.Read(await GetTextAsync($"{address}&format=csv&shape=long"));
        var companies = answer.TryGetProperty("companies", out var several) ? [.. several.EnumerateArray()] : (JsonElement[])[answer];
        var expected = companies.SelectMany(company => company.GetProperty("metrics").EnumerateArray().SelectMany(metric =>
            metric.GetProperty("points").EnumerateArray().Select(point => CreateRow(
                GetId(company), point, Text(metric, "id"), point.GetProperty("value"), Text(metric, "unit"),
                point.TryGetProperty("reason", out var reason) ? reason.GetString() : null, point.GetProperty("source"))))).ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, GetPromised(table));
    }

    [Theory]
    [InlineData("wide")]
    [InlineData("long")]
    public async Task A_company_that_drops_out_of_an_answer_is_named_with_the_reason(string shape)
    {
        const string Address = "/api/v1/timeseries?companies=AAPL,TSM&metrics=Revenue&freq=quarterly&periods=2";
        var table = CsvTable.Read(await GetTextAsync($"{Address}&format=csv&shape={shape}"));
        var row = Assert.Single(table.Records, record => record["cik"] == "0001046179");
        Assert.Equal(("noPeriods", ""), (row["reasonCode"], row["value"]));
        Assert.Contains("TAIWAN SEMICONDUCTOR", row["reason"], StringComparison.Ordinal);
        Assert.Equal(2, table.Records.Count(record => record["cik"] == "0000320193"));
        var note = Assert.Single((await GetJsonAsync(Address)).GetProperty("notes").EnumerateArray());
        Assert.Equal("companiesWithoutSeries", Text(note, "code"));
    }

    [Fact]
    public async Task A_ratio_has_its_formula_and_the_filing_of_its_newest_operand()
    {
        const string Address = "/api/v1/companies/AAPL/ratios?periods=3";
        var answer = await GetJsonAsync($"{Address}&fields=all");
        var records = CsvTable.Read(await GetTextAsync($"{Address}&format=csv&shape=long")).Records;
        var periods = answer.GetProperty("periods").EnumerateArray().Select(period => Text(period, "key")).ToList();
        var ratios = answer.GetProperty("ratios").EnumerateArray().ToList();
        Assert.Equal(ratios.Count * periods.Count, records.Count);
        Assert.NotEmptyAndAll(ratios, ratio => Assert.All(periods, (period, i) =>
        {
            var row = Assert.Single(records, record => record["metric"] == Text(ratio, "id") && record["period"] == period);
            var value = ratio.GetProperty("values")[i];
            Assert.Equal(
                (GetCell(value), ratio.GetProperty("reasons")[i].GetString() ?? "", "pure"),
                (row["value"], row["reason"], row["unit"]));
            if (value.ValueKind == JsonValueKind.Null) return;
            var filed = ratio.GetProperty("operands")[i].EnumerateArray()
                .Max(operand => Text(operand.GetProperty("source"), "filed"));
            Assert.Equal((Text(ratio, "formula"), filed), (row["derivation"], row["filed"]));
        }));
    }

    [Fact]
    public async Task An_overview_is_a_long_table()
    {
        var answer = await GetJsonAsync("/api/v1/companies/NVDA/overview");
        var records = CsvTable.Read(await GetTextAsync("/api/v1/companies/NVDA/overview.csv")).Records;
        var metrics = ((string[])["annual", "ttm", "latestBalance"]).SelectMany(part =>
            answer.GetProperty(part).GetProperty("metrics").EnumerateObject()
                .Select(metric => (Period: Text(answer.GetProperty(part).GetProperty("period"), "key"), metric.Name, metric.Value)));
        Assert.NotEmptyAndAll(metrics, metric => Assert.Contains(records, record =>
            record["period"] == metric.Period && record["metric"] == metric.Name && record["value"] == GetCell(metric.Value)));
        Assert.NotEmptyAndAll(answer.GetProperty("ratios").EnumerateObject(), ratio => Assert.Contains(records, record =>
            record["metric"] == ratio.Name && record["value"] == GetCell(ratio.Value)));
        Assert.NotEmptyAndAll(records, record => Assert.Equal("NVDA", record["company"]));
    }

    private async Task<string> GetTextAsync(string address)
    {
        using var response = await GetAsync(address);
        var text = await response.Content.ReadAsStringAsync(Token);
        Assert.True(response.IsSuccessStatusCode, $"{address}: {text}");
        return text;
    }

    private static List<string[]> GetPromised(CsvTable table) => [.. table.Rows.Select(row => row.Take(Promised.Length).ToArray())];

    private static string[] CreateRow(
        string company, JsonElement period, string metric, JsonElement value, string unit, string? reason, JsonElement source) =>
    [
        company, Text(period, "key"), Text(period, "start"), Text(period, "end"), metric, GetCell(value), unit, reason ?? "",
        Text(source, "concept"), Text(source, "accession"), Text(source, "filed"),
    ];

    private static string GetCell(JsonElement value) => value.ValueKind == JsonValueKind.Null
        ? ""
        : value.GetDecimal().ToString(CultureInfo.InvariantCulture);

    private static string GetId(JsonElement answer) => Text(answer.GetProperty("company"), "ticker");

    private static string Text(JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var value) ? value.GetString() ?? "" : "";
}
