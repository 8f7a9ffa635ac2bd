using System.Text.Json;
using System.Text.Json.Serialization;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Storage.Metrics;

/// <summary>
/// A <see cref="Source"/> in the JSON of <see cref="PackedSeries"/>. Names are short because every value repeats them. An operand, or
/// another filing's value, with the same concept as the whole omits it.
/// </summary>
internal sealed record StoredSource(
    [property: JsonPropertyName("c")] string? Concept,
    [property: JsonPropertyName("a")] string Accession,
    [property: JsonPropertyName("f")] string Form,
    [property: JsonPropertyName("d")] DateOnly Filed,
    [property: JsonPropertyName("s")] DateOnly? Start,
    [property: JsonPropertyName("e")] DateOnly End,
    [property: JsonPropertyName("v")] decimal Value,
    [property: JsonPropertyName("x")] string? Derivation,
    [property: JsonPropertyName("o")] IReadOnlyList<StoredSource>? Operands,
    [property: JsonPropertyName("r")] bool Restated,
    [property: JsonPropertyName("u")] string? Unit,
    [property: JsonPropertyName("m")] decimal? Factor,
    [property: JsonPropertyName("b")] bool MixedBasis,
    [property: JsonPropertyName("w")] IReadOnlyList<StoredSource>? OtherVintages)
{
    public static byte[] Write(Source source) =>
        JsonSerializer.SerializeToUtf8Bytes(From(source, null), StoredSourceJson.Default.StoredSource);

    public Source ToSource() => ToSource("");

    private static StoredSource From(Source source, string? whole) => new(
        source.Concept == whole ? null : source.Concept, source.Accession, source.Form, source.Filed, source.Start, source.End,
        source.Value, source.Derivation, FromList(source.Operands, source.Concept), source.Restated,
        source.Unit.Length == 0 ? null : source.Unit, source.Factor == 1 ? null : source.Factor, source.MixedBasis,
        FromList(source.OtherVintages, source.Concept));

    private static List<StoredSource>? FromList(IReadOnlyList<Source> sources, string whole) =>
        sources.Count == 0 ? null : [.. sources.Select(source => From(source, whole))];

    private Source ToSource(string whole)
    {
        var concept = Concept ?? whole;
        return new Source
        {
            Concept = concept, Accession = Accession, Form = Form, Filed = Filed, Start = Start, End = End, Value = Value,
            Derivation = Derivation, Operands = ToList(Operands, concept), Restated = Restated, Unit = Unit ?? "", Factor = Factor ?? 1,
            MixedBasis = MixedBasis, OtherVintages = ToList(OtherVintages, concept),
        };
    }

    private static IReadOnlyList<Source> ToList(IReadOnlyList<StoredSource>? sources, string whole) =>
        sources is null ? [] : [.. sources.Select(source => source.ToSource(whole))];
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(StoredSource))]
internal sealed partial class StoredSourceJson : JsonSerializerContext;
