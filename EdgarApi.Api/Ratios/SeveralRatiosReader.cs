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
        IReadOnlyList<CompanyEntry> companies, SeveralRatiosQuery query, CancellationToken cancellationToken)
    {
        var (ratios, window) = (query.Ratios, query.Ratios.Window);
        if (window.FindProblem(ratios.GetScope(companies), window.Calendar ? 1 : companies.Count) is { } problem) return problem;

        var read = await CompanyPages<CompanyRatiosPage>.ComputeAsync(
            companies, window, facts, (company, data, selection) => CompanyRatiosPage.Build(company, data, selection, ratios),
            cancellationToken);
        var explained = new List<CompanyRatiosPage>(companies.Count);
        foreach (var page in read.Pages) explained.Add(await ExplainAsync(page, ratios, cancellationToken));
        return explained.Exists(page => page.Gap is null) || window.Cursor is not null
            ? SeveralRatiosTable.From(query, read with { Pages = explained })
            : ApiProblem.NoCompanyHasData(
                $"such periods{window.Describe()}", explained.Select(page => RatioGaps.GetText(page.Gap!.Value, page.Company, ratios)),
                companies);
    }

    /// <summary>Finds out why a company has no ratios. That is rare, so its facts are read again only now.</summary>
    private async ValueTask<CompanyRatiosPage> ExplainAsync(
        CompanyRatiosPage page, RatiosQuery query, CancellationToken cancellationToken) => page.Ratios is not null
        ? page
        : page with { Gap = RatioGaps.Explain(await facts.GetAsync(page.Company, cancellationToken), query) };
}
