using EdgarApi.Api.ConditionalRequests;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Api.Windows;
using EdgarApi.Caching;
using EdgarApi.Caching.Facts;
using EdgarApi.Contracts;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Ratios;
using EdgarApi.Financials.Statements;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Ratios;

internal static class RatiosApi
{
    public static IHostApplicationBuilder AddRatios(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SeveralRatiosReader>();
        return builder;
    }

    public static IEndpointRouteBuilder MapRatios(this IEndpointRouteBuilder api)
    {
        TableEndpoints.Map("/companies/{id}" + ApiRoutes.Ratios, path => api.MapMethods(path, HttpVerbs.Read, GetRatios))
            .WithName("getRatios")
            .WithSummary("Liquidity, margins, returns, leverage, efficiency, payout and growth")
            .WithDescription(
                "Newest period first. Each ratio has its formula in metric ids and, if it cannot be computed, the reason. " +
                "For quarters, returns, turnover and coverage use the trailing twelve months (`TTM` in the formula); margins use " +
                "the quarter itself. With `fields=all` every ratio comes with its operands and their filings.")
            .WithTags("Ratios")
            .WithMetadata(CacheKind.Statement);
        TableEndpoints.Map(ApiRoutes.Ratios, path => api.MapMethods(path, HttpVerbs.Read, CompareRatios))
            .WithName("compareRatios")
            .WithSummary("Ratios of several companies")
            .WithDescription(
                "Up to 50 companies per request, each with the ratios of its own endpoint. A company without such periods has a reason. " +
                "With `calendar=true`, periods of different fiscal years line up by calendar period. " +
                "As CSV it always has one value per row.")
            .WithTags("Ratios")
            .WithMetadata(CacheKind.Statement);
        return api;
    }

    public static Answer<RatioTable> GetRatios(
        RequestedCompany company, Query<RatiosQuery> query, ICompanyFactsReader reader) => new(
        DataIdentity.From(company), query.Value.Canonical, query.Format, async cancellation =>
            await reader.GetAsync(company.Entry, cancellation) is { } facts
                ? Build(company.Entry, facts, query.Value)
                : ApiProblem.NotLoaded(company.Entry));

    private static Answer<SeveralRatiosTable> CompareRatios(
        RequestedCompanies companies, Query<SeveralQuery<RatiosQuery>> query, SeveralRatiosReader reader) => new(
        DataIdentity.From(companies), query.Value.Canonical, query.Format,
        cancellation => reader.GetAsync(companies.Entries, query.Value, cancellation));

    private static Computed<RatioTable> Build(CompanyEntry company, CompanyFacts facts, RatiosQuery query)
    {
        if (query.Window.FindProblem(query.GetScope(company)) is { } problem) return problem;
        var built = RatioBuilder.Build(
            facts, query.Fields.Ratios, query.Frequency, query.Window.Select() ?? default, query.Options);
        if (built.Periods.Count > 0) return RatioTable.From(company, query, built);
        var asOf = PeriodNames.DescribeAsOf(query.Options.AsOf);
        return ApiProblem.NoData(
            $"{company.Name} has no {Names.Frequencies.GetName(query.Frequency)} periods{query.Window.Describe()}{asOf}.",
            new Dictionary<string, string[]> { ["freq"] = [.. GetFrequencies(facts)] });
    }

    /// <summary>Gets the frequencies for which the company has periods, based on all current filings.</summary>
    private static IEnumerable<string> GetFrequencies(CompanyFacts facts) => Names.Frequencies.Names.Where(name =>
        Names.Frequencies.TryFind(name, out var frequency)
        && RatioBuilder.Build(facts, [], frequency, periods: 1, new StatementOptions()).Periods.Count > 0);
}
