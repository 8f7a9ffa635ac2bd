using System.Text.Json;
using EdgarApi.Financials.Facts;

namespace EdgarApi.Financials.Tests.Properties;

/// <summary>A generated row of a company facts file.</summary>
internal sealed record GeneratedFact(
    string Concept,
    string Unit,
    DateOnly? Start,
    DateOnly End,
    decimal Value,
    string Accession,
    string Form,
    DateOnly Filed,
    int FiscalYear,
    string FiscalPeriod)
{
    public bool IsAmount => Unit is "USD" or "USD/shares";

    /// <summary>Writes the rows as company facts JSON, in the given order, and parses it.</summary>
    public static CompanyFacts Parse(IEnumerable<GeneratedFact> facts, string? sic = null)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("cik", 1);
            json.WriteString("entityName", "Generated Inc.");
            json.WriteStartObject("facts");
            json.WriteStartObject("us-gaap");
            foreach (var concept in facts.GroupBy(fact => fact.Concept)) WriteConcept(json, concept);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return CompanyFacts.Parse(stream.ToArray(), sic);
    }

    private static void WriteConcept(Utf8JsonWriter json, IGrouping<string, GeneratedFact> concept)
    {
        json.WriteStartObject(concept.Key);
        json.WriteString("label", concept.Key);
        json.WriteNull("description");
        json.WriteStartObject("units");
        foreach (var unit in concept.GroupBy(fact => fact.Unit))
        {
            json.WriteStartArray(unit.Key);
            foreach (var fact in unit) fact.Write(json);
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (Start is { } start) json.WriteString("start", $"{start:yyyy-MM-dd}");
        json.WriteString("end", $"{End:yyyy-MM-dd}");
        json.WriteNumber("val", Value);
        json.WriteString("accn", Accession);
        json.WriteNumber("fy", FiscalYear);
        json.WriteString("fp", FiscalPeriod);
        json.WriteString("form", Form);
        json.WriteString("filed", $"{Filed:yyyy-MM-dd}");
        json.WriteEndObject();
    }
}
