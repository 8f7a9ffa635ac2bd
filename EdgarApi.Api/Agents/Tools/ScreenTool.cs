using EdgarApi.Api.Agents.Results;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Screening;
using EdgarApi.Storage.Screening;

namespace EdgarApi.Api.Agents.Tools;

internal sealed class ScreenTool() : AgentTool<ScreenQuery, ScreenTable, AgentScreen>(
    new(
        AgentTools.Screen, "Screen companies",
        "Companies that meet conditions on metrics, ratios and growth rates, in the newest twelve months or another period. Conditions " +
        "on money need currency; companies in other currencies are counted.")
    {
        Defaults = new Dictionary<string, string> { ["limit"] = "20" },
    },
    hasCompany: false)
{
    protected override ToolCall<ScreenTable> Call(HttpContext context, AgentArguments arguments, Query<ScreenQuery> query) =>
        new(() => ScreeningApi.GetScreen(query, Get<ScreenReader>(context), Get<IScreeningTable>(context)));

    protected override AgentScreen ToResult(ScreenTable response, AgentArguments given) => AgentScreen.From(response);
}
