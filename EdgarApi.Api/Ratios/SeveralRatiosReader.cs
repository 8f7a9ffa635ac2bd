using EdgarApi.Api.Problems;
using EdgarApi.Api.Responses;
using EdgarApi.Api.Windows;
using EdgarApi.Caching.Facts;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Ratios;

/// <summary>
/// Reads a page of the ratios of several companies. It builds each company's from the same cached facts, and in the same way, as the
/// company's own endpoint.
/// </summary>
internal sealed class SeveralRatiosReader(ICompanyFactsReader facts)
{
    public async ValueTask<Computed<SeveralRatiosTable>> GetAsync(
        IReadOnlyList<CompanyEntry> companies, SeveralQuery<RatiosQuery> query, CancellationToken cancellationToken)
    {
        if (query.FindProblem(companies) is { } problem) return problem;

        var (ratios, window) = (query.Each, query.Each.Window);
        var computed = await CompanyPages<CompanyRatiosPage>.ComputeAsync(
            companies, window, facts, (company, data, selection) => CompanyRatiosPage.Build(company, data, selection, ratios),
            cancellationToken);
        var read = await computed.ExplainAsync(
            page => page.Ratios is null, facts, (page, data) => RatioGaps.Explain(page.Company, data, ratios), cancellationToken);
        return read.HasAny || window.Cursor is not null
            ? SeveralRatiosTable.From(query, read)
            : ApiProblem.NoCompanyHasData(
                $"such periods{window.Describe()}", read.Pages.Select(page => page.Gap!.Text), companies);
    }
}
