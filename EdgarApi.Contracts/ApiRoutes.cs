namespace EdgarApi.Contracts;

/// <summary>Paths shared by the API and its clients.</summary>
public static class ApiRoutes
{
    /// <summary>Prefix of all versions.</summary>
    public const string Root = "/api";

    /// <summary>Prefix of version 1.</summary>
    public const string Version1 = Root + "/v1";

    /// <summary>Company search; resources of one company are below <c>/{id}/…</c>.</summary>
    public const string Companies = Version1 + "/companies";

    /// <summary>Profile, key metrics and latest filings of a company, below its path.</summary>
    public const string Overview = "/overview";

    /// <summary>Statements of a company, below its path; each below <c>/income</c>, <c>/balance</c> or <c>/cashflow</c>.</summary>
    public const string Statements = "/statements";

    /// <summary>Metrics of a company over time, below its path.</summary>
    public const string CompanyTimeSeries = "/timeseries";

    /// <summary>Ratios of a company, below its path.</summary>
    public const string Ratios = "/ratios";

    /// <summary>Facts of a company as filed, below its path.</summary>
    public const string Facts = "/facts";

    /// <summary>Filings of a company, below its path.</summary>
    public const string Filings = "/filings";

    /// <summary>Ends the path of a table as CSV.</summary>
    public const string CsvExtension = ".csv";

    /// <summary>Companies with a new data version.</summary>
    public const string Updates = Version1 + "/updates";

    /// <summary>The files of bulk data; each below <c>/{name}/{year}.parquet</c>.</summary>
    public const string Datasets = Version1 + "/datasets";

    /// <summary>Metrics of several companies over time.</summary>
    public const string TimeSeries = Version1 + "/timeseries";

    /// <summary>A statement of several companies; each below <c>/income</c>, <c>/balance</c> or <c>/cashflow</c>.</summary>
    public const string SeveralStatements = Version1 + Statements;

    /// <summary>Ratios of several companies.</summary>
    public const string SeveralRatios = Version1 + Ratios;

    /// <summary>A metric of all companies in one period, at <c>/{metric}/{period}</c>.</summary>
    public const string Frames = Version1 + "/frames";

    /// <summary>Gets the path of a frame.</summary>
    /// <param name="metric">Metric id.</param>
    /// <param name="period">Key of the period.</param>
    public static string GetFramePath(string metric, string period) =>
        $"{Frames}/{Uri.EscapeDataString(metric)}/{Uri.EscapeDataString(period)}";

    /// <summary>Companies that meet conditions.</summary>
    public const string Screen = Version1 + "/screen";

    /// <summary>Companies of the same industry, below a company's path.</summary>
    public const string Peers = "/peers";

    /// <summary>The catalog of metrics.</summary>
    public const string Metrics = Version1 + "/metrics";

    /// <summary>Administration.</summary>
    public const string Admin = Version1 + "/admin";

    /// <summary>Short form of <see cref="Admin"/>.</summary>
    public const string ShortAdmin = "/admin";

    /// <summary>The Model Context Protocol, for AI agents.</summary>
    public const string Agents = "/mcp";

    /// <summary>The operators' page.</summary>
    public const string Ops = "/ops";

    /// <summary>The data of <see cref="Ops"/>.</summary>
    public const string OpsData = Ops + "/data";

    /// <summary>Orders an ingest, below <see cref="Admin"/>.</summary>
    public const string Ingest = "/ingest";

    /// <summary>Degraded mode, below <see cref="Admin"/>.</summary>
    public const string Degraded = "/degraded-mode";

    /// <summary>Records drills, below <see cref="Admin"/>.</summary>
    public const string Drills = "/drills";

    /// <summary>Orders warming, below <see cref="Admin"/>.</summary>
    public const string Warm = "/warm";

    /// <summary>Gets the path of a statement of several companies.</summary>
    /// <param name="statement">income, balance or cashflow.</param>
    public static string GetStatementsPath(string statement) => $"{SeveralStatements}/{statement}";

    /// <summary>Gets the path of a company's resource.</summary>
    /// <param name="company">Ticker or CIK.</param>
    /// <param name="resource">The resource, below the path of the company.</param>
    public static string GetCompanyPath(string company, string resource) => $"{Companies}/{Uri.EscapeDataString(company)}{resource}";
}
