using EdgarApi.Api.Requests;
using EdgarApi.Contracts;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Ratios;

namespace EdgarApi.Api.Ratios;

/// <summary>
/// The ratios of a response, and whether it has their operands. <c>essential</c> selects every ratio; <c>all</c> selects every ratio with
/// its operands. Otherwise the named ratios are selected. <c>operands</c> can be combined with ratios; without any, it implies every ratio.
/// </summary>
internal sealed record RatioFields(IReadOnlyList<Ratio> Ratios, bool Operands)
{
    private const string OperandsName = "operands";

    private static readonly NamedValues<RatioFields> Named = new(
    [
        ("essential", new(RatioCatalog.All, Operands: false)), ("all", new(RatioCatalog.All, Operands: true)),
        (OperandsName, new([], Operands: true)),
        .. RatioCatalog.All.Select(ratio => (ratio.Id, new RatioFields([ratio], Operands: false))),
    ]);

    public static readonly QueryParameter<IReadOnlyList<RatioFields>> Parameter = Requests.Parameter.List(
        "fields",
        "`essential` (default, every ratio), `all` (adds `operands`), or comma-separated names: ratios (`ReturnOnEquity`), `operands`.",
        Named.Names.Count, Find, example: "ReturnOnEquity,operands");

    public string Canonical => $"{string.Join(',', Ratios.Select(ratio => ratio.Id))}:{(Operands ? OperandsName : "")}";

    /// <summary>The value of <c>fields</c> that selects the same; null for the default.</summary>
    public string? Text => (Ratios.SequenceEqual(RatioCatalog.All), Operands) switch
    {
        (true, false) => null,
        (true, true) => OperandsName,
        (false, _) => string.Join(',', [.. Ratios.Select(ratio => ratio.Id), .. Operands ? (string[])[OperandsName] : []]),
    };

    public static RatioFields Read(QueryReader reader)
    {
        var named = reader.Get(Parameter);
        var ratios = named.SelectMany(fields => fields.Ratios).Distinct().ToList();
        return new(ratios.Count > 0 ? ratios : RatioCatalog.All, named.Any(fields => fields.Operands));
    }

    private static Parsed<RatioFields> Find(string name) => Named.TryFind(name, out var fields)
        ? fields
        : Parsed<RatioFields>.Invalid(MetricCatalog.TryFind(name, out var metric)
            ? $"'{metric.Id}' is a metric, not a ratio; {ApiRoutes.CompanyTimeSeries} has it with metrics={metric.Id}"
            : UnknownName.Describe(name, "field", Named.Names));
}
