using EdgarApi.Api.Requests;

namespace EdgarApi.Api.TimeSeries;

/// <summary>
/// The members of a point besides its period. <c>essential</c> selects value and source; <c>all</c> adds growth. Otherwise the named
/// members are selected.
/// </summary>
internal sealed record PointFields(bool Value, bool Growth, bool Source)
{
    private static readonly NamedValues<PointFields> Named = new(
        ("essential", new(Value: true, Growth: false, Source: true)),
        ("all", new(Value: true, Growth: true, Source: true)),
        ("value", new(Value: true, Growth: false, Source: false)),
        ("growth", new(Value: false, Growth: true, Source: false)),
        ("source", new(Value: false, Growth: false, Source: true)));

    public static readonly QueryParameter<bool?> GrowthParameter = Requests.Parameter.Flag(
        "growth", "Adds the change against the same period of the previous year, as a ratio.", defaultValue: false);

    public static readonly QueryParameter<IReadOnlyList<PointFields>> Parameter = Requests.Parameter.List(
        "fields",
        "Members of each point: `essential` (default, value and source), `all`, or comma-separated names: "
            + $"{string.Join(", ", Named.Names.Skip(2))}.",
        maxItems: 5, name => Named.TryFind(name, out var fields)
            ? fields
            : Parsed<PointFields>.Invalid(UnknownName.Describe(name, "field", Named.Names)),
        example: "value,growth");

    public string Canonical => $"{(Value ? "v" : "")}{(Growth ? "g" : "")}{(Source ? "s" : "")}";

    public static PointFields Read(QueryReader reader)
    {
        var growth = reader.Get(GrowthParameter) ?? false;
        var named = reader.Get(Parameter);
        if (named.Count == 0) named = [new(Value: true, Growth: false, Source: true)];
        return new(named.Any(fields => fields.Value), growth || named.Any(fields => fields.Growth), named.Any(fields => fields.Source));
    }
}
