using EdgarApi.Api.Agents.Results;
using EdgarApi.Api.Filings;
using EdgarApi.Api.Requests;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Agents.Tools;

internal sealed class FilingsTool() : AgentTool<FilingsQuery, FilingTable, AgentFilings>(
    new(AgentTools.Filings, "Filings", "Filings of a company, newest first, each with its URL on sec.gov.")
    {
        Defaults = new Dictionary<string, string> { ["limit"] = "10" },
    },
    hasCompany: true)
{
    protected override ToolCall<FilingTable> Call(HttpContext context, AgentArguments arguments, Query<FilingsQuery> query)
    {
        var company = FindCompany(context, arguments);
        return new(() => FilingsApi.GetFilings(company, query, Get<ICompanyReader>(context)), company);
    }

    protected override AgentFilings ToResult(FilingTable response, AgentArguments given) => new()
    {
        Company = response.Company, Total = response.Total, Filings = response.Filings, Cursor = AgentCursor.From(response),
    };
}
