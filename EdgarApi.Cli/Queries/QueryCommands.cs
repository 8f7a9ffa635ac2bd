using System.CommandLine;
using EdgarApi.Contracts;

namespace EdgarApi.Cli.Queries;

/// <summary>The commands that ask a running API.</summary>
internal static class QueryCommands
{
    private static ApiQuery Search => new("search", "Search companies by ticker, name or CIK.", new Argument<string[]>("text")
    {
        Description = "Words of a name, a ticker or a CIK. Without them, all companies are listed, large ones first.",
        Arity = ArgumentArity.ZeroOrMore,
    },
    [
        QueryOption.Exchange, QueryOption.Sic,
        QueryOption.Create("--state", "state", "State of incorporation.", "code"), QueryOption.Limit, QueryOption.Cursor,
    ])
    {
        GetPath = _ => ApiRoutes.Companies,
        SubjectParameter = words => words.Count > 0 ? "query" : null,
        SubjectSeparator = ' ',
        Write = QueryTables.WriteCompanies,
    };

    private static ApiQuery Overview => new(
        "overview", "Show a company's key metrics.", CreateCompany(), [QueryOption.AsOf, QueryOption.Vintage])
    {
        GetPath = companies => ApiRoutes.GetCompanyPath(companies[0], ApiRoutes.Overview),
        Write = QueryTables.WriteOverview,
    };

    private static ApiQuery TimeSeries => new("timeseries", "Show metrics over time, of one or several companies.", CreateCompanies(),
    [
        QueryOption.Create("--metrics", "metrics", "Metrics, such as Revenue,NetIncome.", "id,…"), QueryOption.Freq, QueryOption.Periods,
        .. QueryOption.CreateRange("end of a period"), QueryOption.AsOf, QueryOption.Vintage,
        QueryOption.Create("--growth", "growth", "Also the change against the year before.", "true|false"), QueryOption.Cursor,
    ])
    {
        GetPath = companies => companies is [var company]
            ? ApiRoutes.GetCompanyPath(company, ApiRoutes.CompanyTimeSeries)
            : ApiRoutes.TimeSeries,
        SubjectParameter = GetCompaniesParameter,
        Write = QueryTables.WriteSeries,
        HasLongShape = true,
    };

    private static ApiQuery Ratios => new("ratios", "Show the ratios of one or several companies.", CreateCompanies(),
    [
        QueryOption.Freq, QueryOption.Periods, .. QueryOption.CreateRange("end of a period"), QueryOption.AsOf,
        QueryOption.Vintage,
        QueryOption.Create("--fields", "fields", "Ratios, such as CurrentRatio,ReturnOnEquity. Default: all.", "id,…"),
        QueryOption.Cursor,
    ])
    {
        GetPath = companies => companies is [var company]
            ? ApiRoutes.GetCompanyPath(company, ApiRoutes.Ratios)
            : ApiRoutes.SeveralRatios,
        SubjectParameter = GetCompaniesParameter,
        Write = QueryTables.WriteRatios,
        HasLongShape = true,
    };

    private static ApiQuery Facts => new("facts", "Show a company's facts as filed.", CreateCompany(),
    [
        QueryOption.Create("--concept", "concept", "Concept, such as us-gaap:NetIncomeLoss.", "name"),
        QueryOption.Create("--taxonomy", "taxonomy", "Taxonomy, such as us-gaap.", "name"),
        QueryOption.Create("--unit", "unit", "Unit, such as USD.", "unit"), QueryOption.Form,
        .. QueryOption.CreateRange("end of the fact's period"), QueryOption.AsOf, QueryOption.Limit, QueryOption.Cursor,
    ])
    {
        GetPath = companies => ApiRoutes.GetCompanyPath(companies[0], ApiRoutes.Facts),
        Write = QueryTables.WriteFacts,
    };

    private static ApiQuery Filings => new("filings", "List a company's filings.", CreateCompany(),
        [QueryOption.Form, .. QueryOption.CreateRange("filing date"), QueryOption.AsOf, QueryOption.Limit, QueryOption.Cursor])
    {
        GetPath = companies => ApiRoutes.GetCompanyPath(companies[0], ApiRoutes.Filings),
        Write = QueryTables.WriteFilings,
    };

    private static ApiQuery Screen => new("screen", "Find companies that meet conditions.",
        new Argument<string[]>("conditions")
        {
            Description = "Conditions such as \"Revenue>1e9\" \"NetMargin>0.2|RevenueGrowth>0.1\": all must be met, of those around | one.",
            Arity = ArgumentArity.OneOrMore,
        },
    [
        QueryOption.ComparedPeriod, QueryOption.Currency, QueryOption.Sic, QueryOption.Exchange,
        QueryOption.Create("--sort", "sort", "Metric or ratio to sort by, with - for the largest first.", "id"),
        QueryOption.Create("--fields", "fields", "Also show these metrics and ratios.", "id,…"), QueryOption.Limit, QueryOption.Cursor,
    ])
    {
        GetPath = _ => ApiRoutes.Screen,
        SubjectParameter = _ => "where",
        Write = QueryTables.WriteScreen,
    };

    private static ApiQuery Frames => new("frames", "Show a metric of all companies in one period.",
        new Argument<string[]>("metric and period")
        {
            Description = "Metric, such as Revenue, and period: CY2024, CY2024Q1, CY2024Q4I, ttm or latest. Default: latest.",
            Arity = new ArgumentArity(1, 2),
        },
        [QueryOption.Currency, QueryOption.Limit, QueryOption.Cursor])
    {
        GetPath = words => ApiRoutes.GetFramePath(words[0], words is [_, var period] ? period : "latest"),
        Write = QueryTables.WriteFrame,
    };

    private static ApiQuery Peers => new("peers", "List companies of the same industry, nearest by revenue.", CreateCompany(),
    [
        QueryOption.ComparedPeriod, QueryOption.Create("--fields", "fields", "Metrics and ratios to show besides revenue.", "id,…"),
        QueryOption.Limit,
    ])
    {
        GetPath = companies => ApiRoutes.GetCompanyPath(companies[0], ApiRoutes.Peers),
        Write = QueryTables.WritePeers,
    };

    public static IEnumerable<Command> CreateAll(Terminal terminal) =>
        ((ApiQuery[])[Search, Overview, TimeSeries, Ratios, Facts, Filings, Screen, Frames, Peers])
            .Select(query => QueryCommand.Create(terminal, query));

    private static Argument<string[]> CreateCompanies() =>
        new("company") { Description = "Tickers or CIKs.", Arity = ArgumentArity.OneOrMore };

    /// <summary>The path names a single company; a parameter names several.</summary>
    private static string? GetCompaniesParameter(IReadOnlyList<string> companies) => companies.Count > 1 ? "companies" : null;

    private static Argument<string> CreateCompany() => new("company") { Description = "Ticker, in upper or lower case, or CIK." };
}
