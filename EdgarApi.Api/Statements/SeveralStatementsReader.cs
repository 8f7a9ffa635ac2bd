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
        IReadOnlyList<CompanyEntry> companies, SeveralStatementsQuery query, CancellationToken cancellationToken)
    {
        var (statement, window) = (query.Statement, query.Statement.Window);
        if (window.FindProblem(statement.GetScope(companies), window.Calendar ? 1 : companies.Count) is { } problem) return problem;

        var read = await CompanyPages<CompanyStatement>.ComputeAsync(
            companies, window, facts, (company, data, selection) => CompanyStatement.Build(company, data, selection, statement),
            cancellationToken);
        foreach (var page in read.Pages)
            if (page.Statement is { } built) metrics.Record(built);

        var explained = new List<CompanyStatement>(companies.Count);
        foreach (var page in read.Pages) explained.Add(await ExplainAsync(page, statement, cancellationToken));
        return explained.Exists(page => page.Gap is null) || window.Cursor is not null
            ? SeveralStatementsTable.From(query, read with { Pages = explained })
            : ApiProblem.NoCompanyHasData(
                $"such a statement{window.Describe()}",
                explained.Select(page => StatementGaps.GetText(page.Gap!.Value, page.Company, statement.Request)), companies);
    }

    /// <summary>Finds out why a company has no statement. That is rare, so its facts are read again only now.</summary>
    private async ValueTask<CompanyStatement> ExplainAsync(
        CompanyStatement page, StatementQuery query, CancellationToken cancellationToken)
    {
        if (page.Lines.Count > 0) return page;
        return page with
        {
            Gap = page.Statement is not null
                ? StatementGap.NoLines
                : StatementGaps.Explain(await facts.GetAsync(page.Company, cancellationToken), query.Request),
        };
    }
}
