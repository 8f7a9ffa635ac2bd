using EdgarApi.Api.Contract;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Responses;
using EdgarApi.Api.Windows;
using EdgarApi.Caching.Facts;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Statements;

/// <summary>
/// Reads a page of a statement of several companies. It builds each from the same cached facts, and in the same way, as the company's own
/// endpoint.
/// </summary>
internal sealed class SeveralStatementsReader(ICompanyFactsReader facts, StatementMetrics metrics)
{
    public async ValueTask<Computed<SeveralStatementsTable>> GetAsync(
        IReadOnlyList<CompanyEntry> companies, SeveralQuery<StatementQuery> query, CancellationToken cancellationToken)
    {
        if (query.FindProblem(companies) is { } problem) return problem;

        var (statement, window) = (query.Each, query.Each.Window);
        var computed = await CompanyPages<CompanyStatement>.ComputeAsync(
            companies, window, facts, (company, data, selection) => CompanyStatement.Build(company, data, selection, statement),
            cancellationToken);
        foreach (var page in computed.Pages)
            if (page.Statement is { } built) metrics.Record(built);

        var read = await computed.ExplainAsync(
            page => page.Lines.Count == 0, facts, (page, data) => StatementGaps.Explain(page, data, statement.Request), cancellationToken);
        return read.HasAny || window.Cursor is not null
            ? SeveralStatementsTable.From(query, read)
            : ApiProblem.NoCompanyHasData(
                $"such a statement{window.Describe()}", read.Pages.Select(page => page.Gap!.Text), companies);
    }
}
