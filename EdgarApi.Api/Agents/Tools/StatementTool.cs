using EdgarApi.Api.Agents.Results;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Statements;
using EdgarApi.Caching.Facts;

namespace EdgarApi.Api.Agents.Tools;

internal sealed class StatementTool() : AgentTool<StatementQuery, FinancialStatementTable, AgentStatement>(
    new(
        AgentTools.Statement, "Financial statement",
        "Income statement, balance sheet or cash flow statement, newest period first, by fiscal year, quarter or trailing twelve months. " +
        "Each column has the accession number of its filing."),
    hasCompany: true)
{
    protected override ToolCall<FinancialStatementTable> Call(HttpContext context, AgentArguments arguments, Query<StatementQuery> query)
    {
        var company = FindCompany(context, arguments);
        return new(
            () => StatementsApi.GetStatement(company, query, Get<ICompanyFactsReader>(context), Get<StatementMetrics>(context)), company);
    }

    protected override void Prepare(AgentArguments arguments) => arguments.AddTo("fields", "sources", others: "essential");

    protected override AgentStatement ToResult(FinancialStatementTable response, AgentArguments given) => AgentStatement.From(response);
}
