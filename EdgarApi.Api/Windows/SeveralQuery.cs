using EdgarApi.Api.Contract;
using EdgarApi.Api.Problems;
using EdgarApi.Api.RateLimits;
using EdgarApi.Api.Requests;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Windows;

/// <summary>A query for the periods of a company, which can also be asked of several.</summary>
internal interface IPeriodQuery<TSelf> : IQuery<TSelf> where TSelf : IPeriodQuery<TSelf>
{
    /// <summary>The query-string parameters that apply to several companies.</summary>
    static virtual IReadOnlyList<QueryParameter> SeveralParameters => TSelf.Parameters;

    /// <summary>The path of the resource of several companies.</summary>
    string SeveralPath { get; }

    PeriodWindow Window { get; }

    /// <summary>Hash of the meaning of all pages of these companies.</summary>
    uint GetScope(params IEnumerable<CompanyEntry> companies);

    /// <summary>The parameters of the page that begins at a cursor.</summary>
    IEnumerable<(QueryParameter Parameter, object? Value)> GetLinkParameters(PageCursor next);
}

/// <summary>A query for the periods of several companies.</summary>
/// <param name="Each">What is asked of each company.</param>
internal sealed record SeveralQuery<TQuery>(TQuery Each) : IQuery<SeveralQuery<TQuery>> where TQuery : IPeriodQuery<TQuery>
{
    public static IReadOnlyList<QueryParameter> RouteParameters => TQuery.RouteParameters;

    public static IReadOnlyList<QueryParameter> Parameters { get; } = [RequestedCompanies.Parameter, .. TQuery.SeveralParameters];

    public TierNeeds Needs => Each.Needs;

    public string Canonical => Each.Canonical;

    public static SeveralQuery<TQuery> Read(QueryReader reader)
    {
        reader.Get(RequestedCompanies.Parameter);
        return new(TQuery.Read(reader));
    }

    /// <summary>Finds the problem of a cursor that does not continue this request.</summary>
    public ApiProblem? FindProblem(IReadOnlyList<CompanyEntry> companies) =>
        Each.Window.FindProblem(Each.GetScope(companies), Each.Window.Calendar ? 1 : companies.Count);

    /// <summary>The URL of the page that follows one; null for the last.</summary>
    public string? GetNext<TPage>(CompanyPages<TPage> read) where TPage : ICompanyPage<TPage>
    {
        if (read.Next is not { } positions) return null;
        CompanyEntry[] companies = [.. read.Pages.Select(page => page.Company)];
        return Each.SeveralPath + QueryLink.Create(
            [
                (RequestedCompanies.Parameter, string.Join(',', companies.Select(CompanyReference.GetId))),
                .. Each.GetLinkParameters(new PageCursor(Each.GetScope(companies), positions)),
            ]);
    }
}
