using EdgarApi.Api.Requests;
using EdgarApi.Financials.Ratios;

namespace EdgarApi.Api.Ratios;

/// <summary>
/// Which ratios the answer has, and whether their operands. <c>essential</c>: every ratio; <c>all</c>: every ratio with its operands; otherwise the
/// ratios named. <c>operands</c> can be named beside ratios, or alone, then with every ratio.
/// </summary>
internal sealed record RatioFields(IReadOnlyList<Ratio> Ratios, bool Operands)
{
    private const string OperandsName = "operands";

    private static readonly NamedValues<RatioFields> Named = new(
    [
        ("essential", new(RatioCatalog.All, Operands: false)), ("all", new(RatioCatalog.All, Operands: true)), (OperandsName, new([], Operands: true)),
        .. RatioCatalog.All.Select(ratio => (ratio.Id, new RatioFields([ratio], Operands: false))),
    ]);

    public static readonly QueryParameter<IReadOnlyList<RatioFields>> Parameter = Requests.Parameter.List(
        "fields", "`essential` (default, every ratio), `all` (adds `operands`), or names separated by commas: of ratios (`ReturnOnEquity`), `operands`.",
        Named.Names.Count, name => Named.TryFind(name, out var fields)
            ? fields
            : Parsed<RatioFields>.Invalid($"'{name}' is not a field; valid are {string.Join(", ", Named.Names)}"),
        example: "ReturnOnEquity,operands");

    public string Canonical => $"{string.Join(',', Ratios.Select(ratio => ratio.Id))}:{(Operands ? OperandsName : "")}";

    public static RatioFields Read(QueryReader reader)
    {
        var named = reader.Get(Parameter);
        var ratios = named.SelectMany(fields => fields.Ratios).Distinct().ToList();
        return new(ratios.Count > 0 ? ratios : RatioCatalog.All, named.Any(fields => fields.Operands));
    }
}
