using EdgarApi.Api.Requests;

namespace EdgarApi.Api.Overview;

/// <summary>
/// The parts of an overview response besides the company. <c>essential</c> selects every part; <c>all</c> adds the sources of the numbers.
/// </summary>
internal sealed record OverviewFields(IReadOnlyList<string> Parts)
{
    public const string Annual = "annual";
    public const string Ttm = "ttm";
    public const string LatestBalance = "latestBalance";
    public const string Ratios = "ratios";
    public const string Coverage = "coverage";
    public const string Quality = "quality";
    public const string LatestFilings = "latestFilings";
    public const string Sources = "sources";

    private static readonly string[] Essential = [Annual, Ttm, LatestBalance, Ratios, Coverage, Quality, LatestFilings];

    private static readonly NamedValues<string[]> Named = new(
    [
        ("essential", Essential), ("all", [.. Essential, Sources]), .. Essential.Select(part => (part, (string[])[part])),
        (Sources, [Sources]),
    ]);

    public static readonly QueryParameter<IReadOnlyList<string[]>> Parameter = Requests.Parameter.List(
        "fields",
        $"`essential` (default, every part), `all` (adds `sources`), or comma-separated parts: {string.Join(", ", Named.Names.Skip(2))}.",
        Named.Names.Count, name => Named.TryFind(name, out var parts)
            ? parts
            : Parsed<string[]>.Invalid(UnknownName.Describe(name, "field", Named.Names)),
        example: "annual,ratios");

    public string Canonical => string.Join(',', Parts);

    public static OverviewFields Read(QueryReader reader)
    {
        var parts = reader.Get(Parameter).SelectMany(parts => parts).Distinct().Order(StringComparer.Ordinal).ToList();
        return new(parts is [] or [Sources] ? [.. Essential, .. parts] : parts);
    }

    public bool Has(string part) => Parts.Contains(part);
}
