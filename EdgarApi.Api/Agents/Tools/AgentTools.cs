using ModelContextProtocol.Server;

namespace EdgarApi.Api.Agents.Tools;

/// <summary>The tools, each in a file of its own, in the order in which agents read them.</summary>
internal static class AgentTools
{
    public const string Search = "search_companies";
    public const string Company = "get_company";
    public const string Statement = "get_statement";
    public const string TimeSeries = "get_time_series";
    public const string Ratios = "get_ratios";
    public const string Facts = "get_facts";
    public const string Filings = "list_filings";
    public const string Screen = "screen_companies";
    public const string Metrics = "list_metrics";

    public static IReadOnlyList<McpServerTool> All { get; } =
    [
        new SearchTool(), new CompanyTool(), new StatementTool(), new TimeSeriesTool(), new RatiosTool(), new FactsTool(),
        new FilingsTool(), new ScreenTool(), new MetricsTool(),
    ];
}
