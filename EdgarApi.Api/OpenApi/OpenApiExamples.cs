using System.Reflection;
using System.Text.Json.Nodes;
using EdgarApi.Contracts;

namespace EdgarApi.Api.OpenApi;

/// <summary>An example request. The recorded response is based on the bundled sample data.</summary>
/// <param name="Operation">Operation id.</param>
/// <param name="Status">Status code of the response.</param>
/// <param name="Address">URL of the request.</param>
internal sealed record OpenApiExample(string Operation, int Status, string Address)
{
    public string FileName => $"{Operation}.{Status}.json";
}

/// <summary>The examples in the document: recorded responses that a test compares with the current ones.</summary>
internal static class OpenApiExamples
{
    public static IReadOnlyList<OpenApiExample> All { get; } =
    [
        new("searchCompanies", 200, $"{ApiRoutes.Companies}?query=nvidia"),
        new("getCompany", 200, $"{ApiRoutes.Companies}/AAPL"),
        new("getOverview", 200, $"{ApiRoutes.Companies}/AAPL/overview"),
        new("getOverview", 404, $"{ApiRoutes.Companies}/APPL/overview"),
        new("getStatement", 200, $"{ApiRoutes.Companies}/AAPL/statements/income?periods=2&fields=Revenue,NetIncome,sources"),
        new("getStatement", 400, $"{ApiRoutes.Companies}/AAPL/statements/income?periods=41"),
        new("getStatement", 401, $"{ApiRoutes.Companies}/AAPL/statements/income"),
        new("compareStatements", 200,
            $"{ApiRoutes.GetStatementsPath("income")}?companies=AAPL,TSM&periods=1&fields=Revenue,NetIncome,sources"),
        new("getTimeSeries", 200, $"{ApiRoutes.Companies}/AAPL/timeseries?metrics=Revenue&freq=quarterly&periods=2&growth=true"),
        new("compareTimeSeries", 200, $"{ApiRoutes.Version1}/timeseries?companies=AAPL,NVDA&metrics=Revenue&periods=1&calendar=true"),
        new("getRatios", 200, $"{ApiRoutes.Companies}/AAPL/ratios?periods=2&fields=CurrentRatio,ReturnOnEquity,InterestCoverage,operands"),
        new("compareRatios", 200, $"{ApiRoutes.SeveralRatios}?companies=AAPL,NVDA&periods=1&fields=CurrentRatio,NetMargin&calendar=true"),
        new("getFacts", 200, $"{ApiRoutes.Companies}/AAPL/facts?concept=us-gaap:NetIncomeLoss&limit=2"),
        new("getFilings", 200, $"{ApiRoutes.Companies}/AAPL/filings?form=10-K&limit=2"),
        new("getMetrics", 200, $"{ApiRoutes.Version1}/metrics?statement=cashflow"),
        new("getFrame", 200, $"{ApiRoutes.Frames}/Revenue/CY2024?currency=USD&limit=2"),
        new("screenCompanies", 200, $"{ApiRoutes.Screen}?where=Revenue>1e11,NetMargin>0.2|RevenueGrowth>0.1&currency=USD&limit=2"),
        new("getPeers", 200, $"{ApiRoutes.Companies}/NVDA/peers?fields=NetMargin"),
        new("getUpdates", 200, $"{ApiRoutes.Updates}?limit=2"),
        new("getDatasets", 200, $"{ApiRoutes.Datasets}?name=companies"),
        new("getUsage", 200, $"{ApiRoutes.Version1}/usage?from=2026-01-30&to=2026-01-31"),
    ];

    /// <summary>Finds the recorded response; null if this response is not recorded, or not in this format.</summary>
    public static JsonNode? Find(string operation, string status, string mediaType)
    {
        if (!mediaType.EndsWith("json", StringComparison.Ordinal)) return null;
        using var file = Assembly.GetExecutingAssembly().GetManifestResourceStream($"examples/{operation}.{status}.json");
        return file is null ? null : JsonNode.Parse(file);
    }
}
