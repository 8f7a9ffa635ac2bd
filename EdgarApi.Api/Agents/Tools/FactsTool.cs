using EdgarApi.Api.Agents.Results;
using EdgarApi.Api.Facts;
using EdgarApi.Api.Requests;
using EdgarApi.Caching.Facts;

namespace EdgarApi.Api.Agents.Tools;

internal sealed class FactsTool() : AgentTool<FactsQuery, FactTable, AgentFacts>(
    new(
        AgentTools.Facts, "Facts as filed",
        "XBRL facts as filed, in all vintages, newest filing first. Use it for concepts that no metric covers, and to see restatements.")
    {
        Defaults = new Dictionary<string, string> { ["limit"] = "10" },
    },
    hasCompany: true)
{
    protected override ToolCall<FactTable> Call(HttpContext context, AgentArguments arguments, Query<FactsQuery> query)
    {
        var company = FindCompany(context, arguments);
        return new(() => FactsApi.GetFacts(company, query, Get<ICompanyFactsReader>(context)), company);
    }

    protected override AgentFacts ToResult(FactTable response, AgentArguments given) => new()
    {
        Company = response.Company, Total = response.Total, Facts = [.. response.Facts], Cursor = AgentCursor.From(response),
    };
}
