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
        QueryOption.Create("--exchange", "exchange", "Exchange of the main ticker.", "Nasdaq|NYSE|OTC|CBOE"),
        QueryOption.Create("--sic", "sic", "Industry: SIC code.", "number"),
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

    private static ApiQuery TimeSeries => new("timeseries", "Show metrics over time, of one or several companies.",
        new Argument<string[]>("company") { Description = "Tickers or CIKs.", Arity = ArgumentArity.OneOrMore },
    [
        QueryOption.Create("--metrics", "metrics", "Metrics, such as Revenue,NetIncome.", "id,…"), QueryOption.Freq, QueryOption.Periods,
        .. QueryOption.CreateRange("end of a period"), QueryOption.AsOf, QueryOption.Vintage,
        QueryOption.Create("--growth", "growth", "Also the change against the year before.", "true|false"), QueryOption.Cursor,
    ])
    {
        GetPath = companies => companies is [var company]
            ? ApiRoutes.GetCompanyPath(company, ApiRoutes.CompanyTimeSeries)
            : ApiRoutes.TimeSeries,
        SubjectParameter = companies => companies.Count > 1 ? "companies" : null,
        Write = QueryTables.WriteSeries,
        HasLongShape = true,
    };

    private static ApiQuery Ratios => new("ratios", "Show a company's ratios.", CreateCompany(),
    [
        QueryOption.Freq, QueryOption.Periods, .. QueryOption.CreateRange("end of a period"), QueryOption.AsOf,
        QueryOption.Vintage,
        QueryOption.Create("--fields", "fields", "Ratios, such as CurrentRatio,ReturnOnEquity. Default: all.", "id,…"),
        QueryOption.Cursor,
    ])
    {
        GetPath = companies => ApiRoutes.GetCompanyPath(companies[0], ApiRoutes.Ratios),
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

    public static IEnumerable<Command> CreateAll(Terminal terminal) =>
        ((ApiQuery[])[Search, Overview, TimeSeries, Ratios, Facts, Filings]).Select(query => QueryCommand.Create(terminal, query));

    private static Argument<string> CreateCompany() => new("company") { Description = "Ticker, in upper or lower case, or CIK." };
}
