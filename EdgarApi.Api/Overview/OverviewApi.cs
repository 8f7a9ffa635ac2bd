using EdgarApi.Api.ConditionalRequests;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Caching;
using EdgarApi.Caching.Facts;
using EdgarApi.Contracts;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Overview;
using EdgarApi.Financials.Statements;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Overview;

internal static class OverviewApi
{
    private const int LatestFilings = 5;

    public static IEndpointRouteBuilder MapOverview(this IEndpointRouteBuilder api)
    {
        TableEndpoints.Map("/companies/{id}" + ApiRoutes.Overview, path => api.MapMethods(path, HttpVerbs.Read, GetOverview))
            .WithName("getOverview")
            .WithSummary("Company overview")
            .WithDescription(
                "Profile, key metrics of the latest fiscal year and trailing twelve months, latest balance sheet, ratios, data coverage " +
                "and latest filings.")
            .WithTags("Companies")
            .WithMetadata(CacheKind.Overview);
        return api;
    }

    public static Answer<OverviewTable> GetOverview(
        RequestedCompany company, Query<OverviewQuery> query, ICompanyFactsReader factsReader, ICompanyReader companyReader) => new(
        DataIdentity.From(company), query.Value.Canonical, query.Format, async cancellation =>
        {
            var (facts, profile, filings) = (
                factsReader.GetAsync(company.Entry, cancellation).AsTask(),
                companyReader.GetProfileAsync(company.Entry, cancellation),
                companyReader.GetFilingsAsync(
                    company.Entry, new FilingQuery(Forms: [], From: null, To: query.Value.Options.AsOf, LatestFilings, Offset: 0),
                    cancellation));
            await Task.WhenAll(facts, profile, filings);
            if (await facts is not { } known) return ApiProblem.NotLoaded(company.Entry);
            var overview = CompanyOverview.Build(known, query.Value.Options);
            return overview.Coverage.Facts > 0
                ? OverviewTable.From(company.Entry, await profile, overview, (await filings).Filings, query.Value.Fields)
                : CreateTooEarly(company.Entry, known, query.Value.Options);
        });

    /// <summary>The problem for a point in time before the company's first facts.</summary>
    private static ApiProblem CreateTooEarly(CompanyEntry company, CompanyFacts facts, StatementOptions options)
    {
        return ApiProblem.NoData(
            $"{company.Name} has no facts as of {options.AsOf:yyyy-MM-dd}. The first ones were filed on {facts.FirstFiled:yyyy-MM-dd}.",
            new Dictionary<string, string[]> { ["asOf"] = [$"{facts.FirstFiled:yyyy-MM-dd} or later"] });
    }
}
