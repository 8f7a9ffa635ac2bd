using System.Globalization;
using System.Net;
using System.Text.Json;
using EdgarApi.Api.Datasets;
using EdgarApi.Api.OpenApi;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.OpenApi;

/// <summary>The OpenAPI document is true: responses of every operation, with and without missing values, satisfy their schemas.</summary>
public sealed class SchemaTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    private static readonly string[] Companies = ["AAPL", "NVDA", "GOOGL", "TSM", "RY"];
    private static readonly string[] Frequencies = ["annual", "quarterly", "ttm"];

    public static TheoryData<string, string> Requests
    {
        get
        {
            var requests = new TheoryData<string, string>();
            foreach (var company in Companies)
            {
                foreach (var freq in Frequencies)
                {
                    foreach (var statement in (string[])["income", "balance", "cashflow"])
                    {
                        Add("getStatement", $"{company}/statements/{statement}?freq={freq}&fields=all&periods=12");
                        Add("getStatement", $"{company}/statements/{statement}?freq={freq}&view=reported&fields=all");
                    }
                    Add("getTimeSeries", $"{company}/timeseries?metrics=Revenue,Inventory,Ebitda&freq={freq}&fields=all&periods=20");
                    Add("getRatios", $"{company}/ratios?freq={freq}&fields=all&periods=12");
                }
                Add("getOverview", $"{company}/overview?fields=all");
                Add("getCompany", company);
                Add("getFacts", $"{company}/facts?limit=200");
                Add("getFilings", $"{company}/filings?limit=50");
            }
            requests.Add("compareTimeSeries", "/api/v1/timeseries?companies=AAPL,RY,NVDA&metrics=Revenue,Inventory&fields=all&periods=8");
            requests.Add("compareTimeSeries", "/api/v1/timeseries?companies=AAPL,TSM&metrics=Revenue&freq=quarterly");
            foreach (var freq in Frequencies)
            {
                foreach (var statement in (string[])["income", "balance", "cashflow"])
                {
                    requests.Add(
                        "compareStatements", $"/api/v1/statements/{statement}?companies=AAPL,TSM,RY,KO&freq={freq}&fields=all&periods=8");
                }
                requests.Add("compareRatios", $"/api/v1/ratios?companies=AAPL,TSM,RY,KO&freq={freq}&fields=all&periods=8");
            }
            requests.Add("compareStatements", "/api/v1/statements/income?companies=AAPL,GOOGL&freq=quarterly&calendar=true&to=2016-12-31");
            requests.Add("compareStatements", "/api/v1/statements/income?companies=TSM,KO&freq=quarterly");
            requests.Add("compareRatios", "/api/v1/ratios?companies=AAPL,GOOGL&calendar=true&to=2016-12-31");
            requests.Add("getFrame", "/api/v1/frames/Revenue/CY2024");
            requests.Add("getFrame", "/api/v1/frames/Assets/CY2025Q4I?limit=2");
            requests.Add("getFrame", "/api/v1/frames/SharesOutstanding/latest");
            requests.Add("getFrame", "/api/v1/frames/Revenue/CY1990");
            requests.Add("screenCompanies", "/api/v1/screen?where=Revenue>1,Inventory!=0|NetMargin>-1&currency=USD&limit=1");
            requests.Add("screenCompanies", "/api/v1/screen?where=NetMargin>9&period=CY2024Q1");
            requests.Add("getPeers", "/api/v1/companies/NVDA/peers");
            requests.Add("searchCompanies", "/api/v1/companies?limit=200");
            requests.Add("getMetrics", "/api/v1/metrics");
            requests.Add("getUpdates", "/api/v1/updates?limit=2");
            requests.Add("getDatasets", "/api/v1/datasets");
            requests.Add("getDatasets", "/api/v1/datasets?name=companies&since=1");
            requests.Add("getUsage", "/api/v1/usage?from=2026-01-30&to=2026-01-31");
            requests.Add("getFacts", "/api/v1/companies/AAPL/facts?limit=0");
            requests.Add("getFacts", "/api/v1/companies/AAPL/facts?form=10K");
            requests.Add("getStatement", "/api/v1/companies/APPL/statements/income");
            return requests;

            void Add(string operation, string resource) => requests.Add(operation, $"/api/v1/companies/{resource}");
        }
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_response_satisfies_its_schema(string operation, string address)
    {
        var document = await GetJsonAsync(Documentation.DocumentAddress);
        using var response = await GetAsync(address);
        var answer = await ReadJsonAsync(response);
        Assert.Contains(response.StatusCode, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.BadRequest]);
        Assert.Empty(new SchemaCheck(document).Check(FindSchema(document, operation, (int)response.StatusCode), answer).Take(10));
    }

    [Fact]
    public async Task Closed_sets_are_enums_and_amounts_are_decimals()
    {
        var schemas = (await GetJsonAsync(Documentation.DocumentAddress)).GetProperty("components").GetProperty("schemas");
        Assert.Equal(["annual", "quarterly", "ttm"], GetTexts(Member("Statement", "freq").GetProperty("enum")));
        Assert.Equal(["FY", "Q1", "Q2", "Q3", "Q4", "TTM", "TP"], GetTexts(Member("Period", "fiscalPeriod").GetProperty("enum")));
        Assert.Contains("notReported", GetTexts(Member("Point", "reasonCode").GetProperty("enum")));
        Assert.Contains("company_not_found", GetTexts(Member("Problem", "code").GetProperty("enum")));
        Assert.Equal("decimal", Member("Source", "value").GetProperty("format").GetString());
        // Clients that Kiota generates for C# fail on lists of decimals.
        Assert.False(Member("StatementLine", "values").GetProperty("items").TryGetProperty("format", out _));
        Assert.False(Member("Ratio", "values").GetProperty("items").TryGetProperty("format", out _));

        JsonElement Member(string schema, string member) => schemas.GetProperty(schema).GetProperty("properties").GetProperty(member);
    }

    /// <summary>The data of a generated client would otherwise be of the JSON's type or a text.</summary>
    [Fact]
    public async Task The_successful_response_of_an_operation_has_one_format()
    {
        var operations = (await GetJsonAsync(Documentation.DocumentAddress)).GetProperty("paths").EnumerateObject()
            .Select(path => (path.Name, Content: path.Value.GetProperty("get").GetProperty("responses").GetProperty("200")
                .GetProperty("content"))).ToList();
        Assert.NotEmptyAndAll(operations, operation => Assert.Equal(
            Path.GetExtension(operation.Name) switch { ".csv" => "text/csv", ".parquet" => DatasetsApi.MediaType, _ => "application/json" },
            Assert.Single(GetNames(operation.Content))));
        Assert.Equal(17, operations.Count(operation => operation.Name.EndsWith(".csv", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("\"2026-01-31\"", true)]
    [InlineData("null", true)]
    [InlineData("\"2026-02-28\"", false)]
    [InlineData("\"2026-02-30\"", false)]
    [InlineData("7", false)]
    public void A_violation_is_found(string value, bool isValid)
    {
        const string Schema = """{"type":["string","null"],"format":"date","enum":["2026-01-31","2026-02-30",null]}""";
        var schema = JsonDocument.Parse(Schema).RootElement;
        Assert.Equal(isValid, !new SchemaCheck(schema).Check(schema, JsonDocument.Parse(value).RootElement).Any());
    }

    private static JsonElement FindSchema(JsonElement document, string operation, int status) =>
        document.GetProperty("paths").EnumerateObject().Select(path => path.Value.GetProperty("get"))
            .Single(get => get.GetProperty("operationId").GetString() == operation)
            .GetProperty("responses").GetProperty(status.ToString(CultureInfo.InvariantCulture)).GetProperty("content")
            .EnumerateObject().First(content => content.Name.EndsWith("json", StringComparison.Ordinal)).Value.GetProperty("schema");
}
