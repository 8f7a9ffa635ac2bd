using EdgarApi.Api.Agents.Results;
using EdgarApi.Api.Overview;
using EdgarApi.Api.Requests;
using EdgarApi.Caching.Facts;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Agents.Tools;

internal sealed class CompanyTool() : AgentTool<OverviewQuery, OverviewTable, AgentCompany>(
    new(
        AgentTools.Company, "Company overview",
        "Profile, key metrics of the latest fiscal year and trailing twelve months, latest balance sheet, ratios, data coverage and " +
        "latest filings."),
    hasCompany: true)
{
    protected override ToolCall<OverviewTable> Call(HttpContext context, AgentArguments arguments, Query<OverviewQuery> query)
    {
        var company = FindCompany(context, arguments);
        return new(
            () => OverviewApi.GetOverview(company, query, Get<ICompanyFactsReader>(context), Get<ICompanyReader>(context)), company);
    }

    protected override void Prepare(AgentArguments arguments) => arguments.AddTo("fields", "sources", others: "essential");

    protected override AgentCompany ToResult(OverviewTable response, AgentArguments given) => AgentCompany.From(response);
}
