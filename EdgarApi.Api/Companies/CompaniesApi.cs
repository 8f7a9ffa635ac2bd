using EdgarApi.Api.ConditionalRequests;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Caching;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Companies;

internal static class CompaniesApi
{
    public static IEndpointRouteBuilder MapCompanies(this IEndpointRouteBuilder api)
    {
        TableEndpoints.Map("/companies", path => api.MapMethods(path, HttpVerbs.Read, Search))
            .WithName("searchCompanies")
            .WithSummary("Search and list companies")
            .WithDescription(
                "Matches ticker, name, former name or CIK and tolerates typos. Without `query` it lists all companies, large ones first. " +
                "Follow `next` for more.")
            .WithTags("Companies");
        api.MapMethods("/companies/{id}", HttpVerbs.Read, GetProfile)
            .WithName("getCompany")
            .WithSummary("Company profile")
            .WithDescription("Names, ticker symbols, industry and other master data. `/overview` also has key metrics.")
            .WithTags("Companies")
            .WithMetadata(CacheKind.Overview);
        return api;
    }

    public static Answer<CompanyTable> Search(Query<CompanySearchQuery> query, ICompanyDirectory directory) => new(
        data: null, query.Value.Canonical, query.Format, _ =>
        {
            var (text, filter, limit, offset) = query.Value;
            return ValueTask.FromResult<Computed<CompanyTable>>(
                CompanyTable.From(query.Value, directory.Search(text ?? "", limit, offset, filter)));
        });

    private static Answer<ProfileResponse> GetProfile(RequestedCompany company, Query<NoParameters> query, ICompanyReader reader) => new(
        DataIdentity.From(company), query.Value.Canonical, query.Format, async cancellation =>
            ProfileResponse.From(company.Entry, await reader.GetProfileAsync(company.Entry, cancellation)));
}
