using EdgarApi.Api.Agents.Results;
using EdgarApi.Api.Ratios;
using EdgarApi.Api.Requests;
using EdgarApi.Caching.Facts;

namespace EdgarApi.Api.Agents.Tools;

internal sealed class RatiosTool() : AgentTool<RatiosQuery, RatioTable, AgentRatios>(
    new(
        AgentTools.Ratios, "Ratios",
        "Liquidity, margins, returns, leverage, efficiency, payout and growth, newest period first. fields=operands adds formulas and " +
        "operands with their filings."),
    hasCompany: true)
{
    protected override ToolCall<RatioTable> Call(HttpContext context, AgentArguments arguments, Query<RatiosQuery> query)
    {
        var company = FindCompany(context, arguments);
        return new(() => RatiosApi.GetRatios(company, query, Get<ICompanyFactsReader>(context)), company);
    }

    /// <summary>The columns need the filings of operands.</summary>
    protected override void Prepare(AgentArguments arguments) => arguments.AddTo("fields", "operands", others: "essential");

    protected override AgentRatios ToResult(RatioTable response, AgentArguments given) =>
        AgentRatios.From(response, given.Has("fields", "operands", "all"));
}
