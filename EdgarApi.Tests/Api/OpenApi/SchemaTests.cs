using System.Globalization;
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

    /// <summary>TSM reports only balances by quarter, and Royal Bank has no file of submissions.</summary>
    private static readonly HashSet<string> WithoutData =
    [
        "TSM/statements/income?freq=quarterly&fields=all&periods=12", "TSM/statements/cashflow?freq=quarterly&fields=all&periods=12",
        "TSM/statements/cashflow?freq=quarterly&view=reported&fields=all",
        "TSM/timeseries?metrics=Revenue,Inventory,Ebitda&freq=quarterly&fields=all&periods=20", "RY/filings?limit=50",
    ];

    /// <summary>Gets operations, addresses and the statuses of their responses.</summary>
    public static TheoryData<string, string, int> Requests
    {
        get
        {
            var requests = new TheoryData<string, string, int>();
            foreach (var company in Companies)
            {
                foreach (var freq in Frequencies)
                {
                    foreach (var statement in (string[])["income", "balance", "cashflow"])
                    {
                        AddCompany("getStatement", $"{company}/statements/{statement}?freq={freq}&fields=all&periods=12");
                        AddCompany("getStatement", $"{company}/statements/{statement}?freq={freq}&view=reported&fields=all");
                    }
                    AddCompany("getTimeSeries", $"{company}/timeseries?metrics=Revenue,Inventory,Ebitda&freq={freq}&fields=all&periods=20");
                    AddCompany("getRatios", $"{company}/ratios?freq={freq}&fields=all&periods=12");
                }
                AddCompany("getOverview", $"{company}/overview?fields=all");
                AddCompany("getCompany", company);
                AddCompany("getFacts", $"{company}/facts?limit=200");
                AddCompany("getFilings", $"{company}/filings?limit=50");
            }
            Add("compareTimeSeries", "/api/v1/timeseries?companies=AAPL,RY,NVDA&metrics=Revenue,Inventory&fields=all&periods=8");
            Add("compareTimeSeries", "/api/v1/timeseries?companies=AAPL,TSM&metrics=Revenue&freq=quarterly");
            foreach (var freq in Frequencies)
            {
                foreach (var statement in (string[])["income", "balance", "cashflow"])
                {
                    Add("compareStatements", $"/api/v1/statements/{statement}?companies=AAPL,TSM,RY,KO&freq={freq}&fields=all&periods=8");
                }
                Add("compareRatios", $"/api/v1/ratios?companies=AAPL,TSM,RY,KO&freq={freq}&fields=all&periods=8");
            }
            Add("compareStatements", "/api/v1/statements/income?companies=AAPL,GOOGL&freq=quarterly&calendar=true&to=2016-12-31");
            Add("compareStatements", "/api/v1/statements/income?companies=TSM,KO&freq=quarterly", 404);
            Add("compareRatios", "/api/v1/ratios?companies=AAPL,GOOGL&calendar=true&to=2016-12-31");
            Add("getFrame", "/api/v1/frames/Revenue/CY2024");
            Add("getFrame", "/api/v1/frames/Assets/CY2025Q4I?limit=2");
            Add("getFrame", "/api/v1/frames/SharesOutstanding/latest");
            Add("getFrame", "/api/v1/frames/Revenue/CY1990", 404);
            Add("screenCompanies", "/api/v1/screen?where=Revenue>1,Inventory!=0|NetMargin>-1&currency=USD&limit=1");
            Add("screenCompanies", "/api/v1/screen?where=NetMargin>9&period=CY2024Q1");
            Add("getPeers", "/api/v1/companies/NVDA/peers");
            Add("searchCompanies", "/api/v1/companies?limit=200");
            Add("getMetrics", "/api/v1/metrics");
            Add("getUpdates", "/api/v1/updates?limit=2");
            Add("getDatasets", "/api/v1/datasets");
            Add("getDatasets", "/api/v1/datasets?name=companies&since=1");
            Add("getUsage", "/api/v1/usage?from=2026-01-30&to=2026-01-31");
            Add("getFacts", "/api/v1/companies/AAPL/facts?limit=0", 400);
            Add("getFacts", "/api/v1/companies/AAPL/facts?form=10K", 404);
            Add("getStatement", "/api/v1/companies/APPL/statements/income", 404);
            return requests;

            void Add(string operation, string address, int status = 200) => requests.Add(operation, address, status);

            void AddCompany(string operation, string resource) =>
                Add(operation, $"/api/v1/companies/{resource}", WithoutData.Contains(resource) ? 404 : 200);
        }
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_response_satisfies_its_schema(string operation, string address, int status)
    {
        var document = await GetJsonAsync(Documentation.DocumentAddress);
        using var response = await GetAsync(address);
        var answer = await ReadJsonAsync(response);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Empty(new SchemaCheck(document).Check(FindSchema(document, operation, status), answer).Take(10));
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

    /// <summary>Finds the path of an operation.</summary>
    internal static string FindPath(JsonElement document, string operation) => document.GetProperty("paths").EnumerateObject()
        .Single(path => path.Value.GetProperty("get").GetProperty("operationId").GetString() == operation).Name;

    private static JsonElement FindSchema(JsonElement document, string operation, int status) =>
        document.GetProperty("paths").GetProperty(FindPath(document, operation)).GetProperty("get")
            .GetProperty("responses").GetProperty(status.ToString(CultureInfo.InvariantCulture)).GetProperty("content")
            .EnumerateObject().First(content => content.Name.EndsWith("json", StringComparison.Ordinal)).Value.GetProperty("schema");
}
