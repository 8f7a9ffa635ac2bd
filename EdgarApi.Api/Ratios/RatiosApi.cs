using EdgarApi.Api.ConditionalRequests;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Caching;
using EdgarApi.Caching.Facts;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Ratios;
using EdgarApi.Financials.Statements;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Ratios;

internal static class RatiosApi
{
    public static IEndpointRouteBuilder MapRatios(this IEndpointRouteBuilder api)
    {
        api.MapRead("/companies/{id}/ratios", GetRatios)
            .WithName("getRatios")
            .WithSummary("Liquidity, margins, returns, leverage, efficiency, payout and growth")
            .WithDescription(
                "Newest period first, each ratio with its formula over metric ids and, where it cannot be computed, the reason. " +
                "Quarters take returns, turnover and coverage over twelve months (`TTM` in the formula) and margins over the quarter itself. " +
                "With `fields=all` every ratio comes with its operands and the filings they are from.")
            .WithTags("Ratios")
            .WithMetadata(CacheKind.Statement);
        return api;
    }

    private static Answer<RatiosResponse> GetRatios(RequestedCompany company, Query<RatiosQuery> query, ICompanyFactsReader reader) => new(
        DataIdentity.From(company), query.Value.Canonical, query.Format, async cancellation =>
            await reader.GetAsync(company.Entry, cancellation) is { } facts
                ? Build(company.Entry, facts, query.Value)
                : ApiProblem.NotLoaded(company.Entry));

    private static Computed<RatiosResponse> Build(CompanyEntry company, CompanyFacts facts, RatiosQuery query)
    {
        var built = RatioBuilder.Build(facts, query.Fields.Ratios, query.Frequency, query.Periods, query.Options);
        return built.Periods.Count > 0
            ? RatiosResponse.From(company, query, built)
            : ApiProblem.NoData(
                $"{company.Name} has no {Names.Frequencies.GetName(query.Frequency)} periods{(query.Options.AsOf is { } day ? $" on file on {day:yyyy-MM-dd}" : "")}.",
                new Dictionary<string, string[]> { ["freq"] = [.. GetFrequencies(facts)] });
    }

    /// <summary>The frequencies in which the company has periods, with all that is on file today.</summary>
    private static IEnumerable<string> GetFrequencies(CompanyFacts facts) => Names.Frequencies.Names.Where(name =>
        Names.Frequencies.TryFind(name, out var frequency) && RatioBuilder.Build(facts, [], frequency, periods: 1, new StatementOptions()).Periods.Count > 0);
}
