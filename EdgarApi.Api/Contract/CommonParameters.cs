using EdgarApi.Api.Requests;
using EdgarApi.Contracts;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Ratios;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Api.Contract;

/// <summary>Parameters that several endpoints share.</summary>
internal static class CommonParameters
{
    public const int MaxOffset = 1_000_000;

    private const int MaxFormLength = 20;

    /// <summary>The exchanges of the SEC's list, company_tickers_exchange.json.</summary>
    private static readonly NamedValues<string> Exchanges = new(("Nasdaq", "Nasdaq"), ("NYSE", "NYSE"), ("OTC", "OTC"), ("CBOE", "CBOE"));

    private static readonly string[] MetricIds = [.. MetricCatalog.All.Select(metric => metric.Id)];

    public static readonly QueryParameter<int> Periods = Parameter.Integer(
        "periods", "Number of periods per page, counted back from the newest; `next` leads to older ones.", minimum: 1, maximum: 40,
        defaultValue: 4);

    public static readonly QueryParameter<Frequency> Freq = Parameter.OneOf(
        "freq", "Period length: fiscal years, fiscal quarters, or the trailing twelve months at each quarter end.", Names.Frequencies,
        Frequency.Annual);

    public static readonly QueryParameter<DateOnly?> AsOf = Parameter.Date(
        "asOf", "Point in time: uses only filings made by the end of this day.");

    public static readonly QueryParameter<Vintage> Vintage = Parameter.OneOf(
        "vintage", "Which value to use if filings differ: that of the newest periodic report, or the one first reported.", Names.Vintages,
        Financials.Statements.Vintage.Latest);

    public static readonly QueryParameter<bool?> Adjusted = Parameter.Flag(
        "adjusted", "Per-share values and share counts adjusted for later splits (true) or as filed (false).", defaultValue: true);

    public static readonly QueryParameter<IReadOnlyList<Metric>> Metrics = Parameter.List(
        "metrics", "Comma-separated metric ids; `GET /api/v1/metrics` lists them.", maxItems: 40, FindMetric, example: "Revenue,NetIncome")
        .Required();

    /// <summary>Form types in upper case.</summary>
    public static readonly QueryParameter<IReadOnlyList<string>> Forms = Parameter.List(
        "form", "Comma-separated form types, in any case.", maxItems: 20, ReadForm, example: "10-K,10-Q");

    public static readonly QueryParameter<int?> Sic = Parameter.OptionalInteger(
        "sic", "Standard Industrial Classification (SIC) code. Only loaded companies have one.", 100, 9999);

    public static readonly QueryParameter<string> Exchange = Parameter.OneOf(
        "exchange", "Exchange of the main ticker symbol.", Exchanges, "", hasDefault: false);

    public static QueryParameter<int> Limit(int defaultValue) =>
        Parameter.Integer("limit", "Maximum number of results.", 1, 1000, defaultValue);

    public static readonly QueryParameter<int> Offset = Parameter.Integer(
        "offset", "Number of results to skip.", 0, MaxOffset, defaultValue: 0);

    /// <summary>Reads the form types in one order, so that requests with the same meaning are equal.</summary>
    public static IReadOnlyList<string> ReadForms(QueryReader reader) => [.. reader.Get(Forms).Order(StringComparer.Ordinal)];

    public static StatementOptions ReadOptions(QueryReader reader) => new()
    {
        AsOf = reader.Get(AsOf),
        Vintage = reader.Get(Vintage),
        Adjusted = reader.Get(Adjusted) ?? true,
    };

    /// <summary>Gets the parameters of the options that differ from their defaults.</summary>
    public static IEnumerable<(QueryParameter Parameter, object? Value)> GetLinkParameters(StatementOptions options) =>
    [
        (AsOf, options.AsOf), (Vintage, options.Vintage == default ? null : Names.Vintages.GetName(options.Vintage)),
        (Adjusted, options.Adjusted ? null : "false"),
    ];

    /// <summary>Gets the earlier of two bounds; null means unbounded.</summary>
    public static DateOnly? Earlier(DateOnly? a, DateOnly? b) => a is null || b < a ? b ?? a : a;

    public static string Canonical(StatementOptions options) =>
        $"{options.AsOf:yyyy-MM-dd}:{Names.Vintages.GetName(options.Vintage)}:{(options.Adjusted ? "adjusted" : "filed")}";

    private static Parsed<string> ReadForm(string text) => text.Length <= MaxFormLength && !text.Any(char.IsControl)
        ? text.ToUpperInvariant()
        : Parsed<string>.Invalid($"must be form types of at most {MaxFormLength} characters");

    /// <summary>Finds a metric by its id.</summary>
    public static Parsed<Metric> FindMetric(string id) => MetricCatalog.TryFind(id, out var metric)
        ? metric
        : Parsed<Metric>.Invalid(RatioCatalog.TryFind(id, out var ratio)
            ? $"'{ratio.Id}' is a ratio, not a metric; {ApiRoutes.Ratios} has it with fields={ratio.Id}"
            : UnknownName.Describe(id, "metric", MetricIds));
}
