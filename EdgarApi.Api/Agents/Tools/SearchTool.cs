using EdgarApi.Api.Agents.Results;
using EdgarApi.Api.Companies;
using EdgarApi.Api.Requests;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Agents.Tools;

internal sealed class SearchTool() : AgentTool<CompanySearchQuery, CompanyTable, AgentCompanies>(
    new(AgentTools.Search, "Search companies", "Finds companies by ticker, name, former name or CIK, also with typos. Best match first.")
    {
        Defaults = new Dictionary<string, string> { ["limit"] = "10" },
    },
    hasCompany: false)
{
    protected override ToolCall<CompanyTable> Call(HttpContext context, AgentArguments arguments, Query<CompanySearchQuery> query) =>
        new(() => CompaniesApi.Search(query, Get<ICompanyDirectory>(context)));

    protected override AgentCompanies ToResult(CompanyTable response, AgentArguments given) =>
        new() { Total = response.Total, Companies = response.Companies, Cursor = AgentCursor.From(response) };
}
