using EdgarApi.Client.Connections;
using EdgarApi.Client.Parameters;
using EdgarApi.Contracts;
using EdgarApi.Contracts.Responses;

namespace EdgarApi.Client.Resources;

/// <summary>The companies: their list, and each by its ticker or CIK.</summary>
public sealed class CompaniesClient : ListResource<CompanySearchResponse, CompanyResponse, CompanySearchParameters>
{
    private readonly ApiConnection _connection;

    internal CompaniesClient(ApiConnection connection)
        : base(connection, ApiRoutes.Companies, page => page.Companies) => _connection = connection;

    /// <summary>Gets what the API has of a company. Nothing is requested yet.</summary>
    /// <param name="id">Ticker in any case, or CIK with or without leading zeros.</param>
    public CompanyClient this[string id] => new(_connection, id);
}

/// <summary>What the API has of a company.</summary>
public sealed class CompanyClient
{
    private readonly ApiConnection _connection;

    internal CompanyClient(ApiConnection connection, string id) => (_connection, Id) = (connection, id);

    /// <summary>Gets the ticker or CIK of the request.</summary>
    public string Id { get; }

    /// <summary>Gets names, ticker symbols, industry and other master data.</summary>
    public Resource<ProfileResponse, ProfileParameters> Profile => new(_connection, GetPath(""));

    /// <summary>Gets profile, key metrics, ratios, data coverage and latest filings.</summary>
    public Resource<OverviewResponse, OverviewParameters> Overview => new(_connection, GetPath(ApiRoutes.Overview));

    /// <summary>Gets the income statement, newest period first.</summary>
    public PagedResource<StatementResponse, StatementParameters> Income => CreateStatement("income");

    /// <summary>Gets the balance sheet, newest period first.</summary>
    public PagedResource<StatementResponse, StatementParameters> Balance => CreateStatement("balance");

    /// <summary>Gets the cash flow statement, newest period first.</summary>
    public PagedResource<StatementResponse, StatementParameters> CashFlow => CreateStatement("cashflow");

    /// <summary>Gets metrics over time, oldest point first.</summary>
    public PagedResource<TimeSeriesResponse, TimeSeriesParameters> TimeSeries => new(_connection, GetPath(ApiRoutes.CompanyTimeSeries));

    /// <summary>Gets ratios, newest period first.</summary>
    public PagedResource<RatiosResponse, RatioParameters> Ratios => new(_connection, GetPath(ApiRoutes.Ratios));

    /// <summary>Gets facts as filed in all vintages, newest filing first.</summary>
    public ListResource<FactsResponse, FactResponse, FactParameters> Facts =>
        new(_connection, GetPath(ApiRoutes.Facts), page => page.Facts);

    /// <summary>Gets filings, newest first.</summary>
    public ListResource<FilingsResponse, FilingResponse, FilingParameters> Filings =>
        new(_connection, GetPath(ApiRoutes.Filings), page => page.Filings);

    /// <summary>Gets companies of the same industry, nearest by revenue first.</summary>
    public Resource<PeersResponse, PeersParameters> Peers => new(_connection, GetPath(ApiRoutes.Peers));

    private PagedResource<StatementResponse, StatementParameters> CreateStatement(string statement) =>
        new(_connection, GetPath($"{ApiRoutes.Statements}/{statement}"));

    private string GetPath(string resource) => ApiRoutes.GetCompanyPath(Id, resource);
}
