using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Companies;

internal static class CompaniesApi
{
    public static IEndpointRouteBuilder MapCompanySearch(this IEndpointRouteBuilder api)
    {
        api.MapRead("/companies", Search)
            .WithName("searchCompanies")
            .WithSummary("Search companies")
            .WithDescription(
                "Matches ticker, name, former name or CIK and tolerates typos. Without `query` it lists the companies with loaded data.")
            .WithTags("Companies");
        return api;
    }

    private static Answer<CompanySearchResponse> Search(Query<CompanySearchQuery> query, ICompanyDirectory directory) => new(
        data: null, query.Value.Canonical, query.Format, _ =>
        {
            var found = directory.Search(query.Value.Text ?? "", query.Value.Limit);
            return ValueTask.FromResult<Computed<CompanySearchResponse>>(
                new CompanySearchResponse(found.Total, [.. found.Companies.Select(CompanyResponse.From)]));
        });
}
