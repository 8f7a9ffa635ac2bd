using EdgarApi.Financials.Companies;

namespace EdgarApi.Api.WarmUp;

/// <summary>A request of the warm-up.</summary>
/// <param name="Endpoint">The endpoint's name.</param>
/// <param name="RouteValues">The route's parameters.</param>
/// <param name="Query">The query.</param>
internal sealed record WarmUpRequest(string Endpoint, RouteValueDictionary RouteValues, QueryString Query)
{
    /// <summary>Creates requests that need most of what callers request.</summary>
    public static IEnumerable<WarmUpRequest> Create(Cik company, int periods)
    {
        yield return Create("getOverview", company, "");
        yield return Create("getStatement", company, $"periods={periods}", "income");
        yield return Create("getStatement", company, $"annual=false&fields=all&periods={periods}", "balance");
        yield return Create("getStatement", company, $"freq=ttm&periods={periods}", "cashflow");
        yield return Create("getTimeSeries", company, $"metrics=Revenue,NetIncome&periods={periods}");
        yield return Create("getFacts", company, $"limit={periods}");
        yield return Create("getFilings", company, $"limit={periods}");
    }

    private static WarmUpRequest Create(string endpoint, Cik company, string query, string? statement = null)
    {
        var route = new RouteValueDictionary { ["id"] = company.ToString() };
        if (statement is not null) route["statement"] = statement;
        return new WarmUpRequest(endpoint, route, new QueryString(query.Length > 0 ? "?" + query : ""));
    }
}
