using EdgarApi.Api.ConditionalRequests;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Caching;
using EdgarApi.Caching.Facts;
using EdgarApi.Contracts;
using EdgarApi.Financials.Facts;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Facts;

internal static class FactsApi
{
    public static IEndpointRouteBuilder MapFacts(this IEndpointRouteBuilder api)
    {
        TableEndpoints.Map("/companies/{id}" + ApiRoutes.Facts, path => api.MapMethods(path, HttpVerbs.Read, GetFacts))
            .WithName("getFacts")
            .WithSummary("Facts as filed, in all vintages")
            .WithDescription(
                "Each row is one value from one filing, newest filing first. `fiscalYear` and `fiscalPeriod` are those of the filing, " +
                "not of the fact.")
            .WithTags("Facts")
            .WithMetadata(CacheKind.Query);
        return api;
    }

    public static Answer<FactTable> GetFacts(
        RequestedCompany company, Query<FactsQuery> query, ICompanyFactsReader reader) => new(
        DataIdentity.From(company), query.Value.Canonical, query.Format, async cancellation =>
            await reader.GetAsync(company.Entry, cancellation) is { } facts
                ? Select(company.Entry, facts, query.Value)
                : ApiProblem.NotLoaded(company.Entry));

    private static Computed<FactTable> Select(CompanyEntry company, CompanyFacts facts, FactsQuery query)
    {
        var page = facts.Query(query.Selection, query.Offset, query.Limit);
        return page.Total == 0 && AvailableConcepts.FindProblem(company, facts, query.Selection) is { } problem
            ? problem
            : FactTable.From(company, query, page);
    }
}
