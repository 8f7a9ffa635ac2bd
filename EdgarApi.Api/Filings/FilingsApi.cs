using EdgarApi.Api.ConditionalRequests;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Caching;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Filings;

internal static class FilingsApi
{
    public static IEndpointRouteBuilder MapFilings(this IEndpointRouteBuilder api)
    {
        api.MapRead("/companies/{id}/filings", GetFilings)
            .WithName("getFilings")
            .WithSummary("Filings of a company")
            .WithDescription("Newest first, each with its URL on sec.gov.")
            .WithTags("Filings")
            .WithMetadata(CacheKind.Query);
        return api;
    }

    private static Answer<FilingsResponse> GetFilings(RequestedCompany company, Query<FilingsQuery> query, ICompanyReader reader) => new(
        DataIdentity.From(company), query.Value.Canonical, query.Format, async cancellation =>
        {
            var page = await reader.GetFilingsAsync(company.Entry, query.Value.Selection, cancellation);
            return page.Total > 0 || await HasFilings(company.Entry, reader, cancellation)
                ? FilingsResponse.From(company.Entry, query.Value, page)
                : ApiProblem.NoData($"The filings of {company.Entry.Name} are not loaded.", new Dictionary<string, string[]>());
        });

    private static async Task<bool> HasFilings(CompanyEntry company, ICompanyReader reader, CancellationToken cancellation) =>
        (await reader.GetFilingsAsync(company, new FilingQuery(Form: null, From: null, To: null, Limit: 1, Offset: 0), cancellation))
        .Total > 0;
}
