using EdgarApi.Api.Requests;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Api.Contract;

/// <summary>Parameters that mean the same on several endpoints.</summary>
internal static class CommonParameters
{
    public const int MaxOffset = 1_000_000;

    public static readonly QueryParameter<int> Periods = Parameter.Integer(
        "periods", "How many periods, counted back from the newest.", minimum: 1, maximum: 40, whenAbsent: 4);

    public static readonly QueryParameter<Frequency> Freq = Parameter.OneOf(
        "freq", "Length of the periods: fiscal years, fiscal quarters, or twelve months up to each quarter.", Names.Frequencies, Frequency.Annual);

    public static readonly QueryParameter<DateOnly?> AsOf = Parameter.Date(
        "asOf", "Point in time: uses only what was on file at the end of this day.");

    public static readonly QueryParameter<Vintage> Vintage = Parameter.OneOf(
        "vintage", "Where filings differ: the newest periodic report's value, or the one first reported.", Names.Vintages,
        Financials.Statements.Vintage.Latest);

    public static readonly QueryParameter<bool?> Adjusted = Parameter.Flag(
        "adjusted", "Per-share values and share counts on today's share basis (true) or as filed (false).", whenAbsent: true);

    public static readonly QueryParameter<IReadOnlyList<Metric>> Metrics = Parameter.List(
        "metrics", "Metric ids, separated by commas; `GET /api/v1/metrics` lists them.", maxItems: 40, FindMetric, example: "Revenue,NetIncome")
        .Required();

    public static QueryParameter<int> Limit(int whenAbsent) => Parameter.Integer("limit", "How many at most.", 1, 1000, whenAbsent);

    public static readonly QueryParameter<int> Offset = Parameter.Integer("offset", "How many to pass over.", 0, MaxOffset, whenAbsent: 0);

    public static StatementOptions ReadOptions(QueryReader reader) => new()
    {
        AsOf = reader.Get(AsOf),
        Vintage = reader.Get(Vintage),
        Adjusted = reader.Get(Adjusted) ?? true,
    };

    /// <summary>The earlier of two bounds; null bounds nothing.</summary>
    public static DateOnly? Earlier(DateOnly? a, DateOnly? b) => a is null || b < a ? b ?? a : a;

    public static string Canonical(StatementOptions options) =>
        $"{options.AsOf:yyyy-MM-dd}:{Names.Vintages.GetName(options.Vintage)}:{(options.Adjusted ? "adjusted" : "filed")}";

    private static Parsed<Metric> FindMetric(string id) => MetricCatalog.TryFind(id, out var metric)
        ? metric
        : Parsed<Metric>.Invalid($"'{id}' is not a metric; valid are {string.Join(", ", MetricCatalog.All.Select(known => known.Id))}");
}
