using EdgarApi.Api.ConditionalRequests;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Caching;
using EdgarApi.Contracts;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Filings;

internal static class FilingsApi
{
    public static IEndpointRouteBuilder MapFilings(this IEndpointRouteBuilder api)
    {
        TableEndpoints.Map("/companies/{id}" + ApiRoutes.Filings, path => api.MapMethods(path, HttpVerbs.Read, GetFilings))
            .WithName("getFilings")
            .WithSummary("Filings of a company")
            .WithDescription(
                "Newest first, each with its URL on sec.gov. `oldest` says how far back the filings on file go: the SEC publishes a " +
                "company's recent filings, up to about 1,000, apart from older ones.")
            .WithTags("Filings")
            .WithMetadata(CacheKind.Query);
        return api;
    }

    public static Answer<FilingTable> GetFilings(RequestedCompany company, Query<FilingsQuery> query, ICompanyReader reader) => new(
        DataIdentity.From(company), query.Value.Canonical, query.Format, async cancellation =>
        {
            var page = await reader.GetFilingsAsync(company.Entry, query.Value.Selection, cancellation);
            if (page.Oldest is null)
                return ApiProblem.NoData($"The filings of {company.Entry.Name} are not loaded.", new Dictionary<string, string[]>());
            var wanted = query.Value.Selection.Forms;
            if (page.Total == 0 && wanted.Count > 0)
            {
                var filed = await reader.GetFormsAsync(company.Entry, cancellation);
                if (!filed.Any(form => wanted.Contains(form, StringComparer.OrdinalIgnoreCase)))
                    return AvailableForms.CreateProblem(company.Entry, wanted, filed);
            }
            return FilingTable.From(company.Entry, query.Value, page);
        });
}
