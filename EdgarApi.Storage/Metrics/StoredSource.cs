using System.Text.Json;
using System.Text.Json.Serialization;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Storage.Metrics;

/// <summary>
/// A <see cref="Source"/> as stored in the column <c>metric_values.source</c>. Names are short because every row repeats them. An operand
/// with the same concept as the whole omits it. Values from other filings are left out; the company's own endpoints have all facts.
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
    [property: JsonPropertyName("m")] decimal? Factor)
{
    public static byte[] Write(Source source) =>
        JsonSerializer.SerializeToUtf8Bytes(From(source, null), StoredSourceJson.Default.StoredSource);

    public static Source Read(string json) => JsonSerializer.Deserialize(json, StoredSourceJson.Default.StoredSource)!.ToSource("");

    private static StoredSource From(Source source, string? whole) => new(
        source.Concept == whole ? null : source.Concept, source.Accession, source.Form, source.Filed, source.Start, source.End,
        source.Value, source.Derivation,
        source.Operands.Count == 0 ? null : [.. source.Operands.Select(operand => From(operand, source.Concept))],
        source.Restated, source.Unit.Length == 0 ? null : source.Unit, source.Factor == 1 ? null : source.Factor);

    private Source ToSource(string whole)
    {
        var concept = Concept ?? whole;
        return new Source
        {
            Concept = concept, Accession = Accession, Form = Form, Filed = Filed, Start = Start, End = End, Value = Value,
            Derivation = Derivation, Operands = Operands is null ? [] : [.. Operands.Select(operand => operand.ToSource(concept))],
            Restated = Restated,
            Unit = Unit ?? "", Factor = Factor ?? 1,
        };
    }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(StoredSource))]
internal sealed partial class StoredSourceJson : JsonSerializerContext;
