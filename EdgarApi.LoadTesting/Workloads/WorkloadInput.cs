using System.Buffers;
using System.Globalization;
using System.Text.Json;
using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Facts;
using EdgarApi.Sec.Snapshots;

namespace EdgarApi.LoadTesting.Workloads;

/// <summary>A company's facts in the three forms that workloads start from.</summary>
/// <param name="Json">The SEC's company facts JSON.</param>
/// <param name="Snapshot">The encoded snapshot.</param>
/// <param name="Facts">The decoded facts.</param>
public sealed record WorkloadInput(byte[] Json, byte[] Snapshot, CompanyFacts Facts)
{
    private static readonly Cik Apple = new(320193);

    /// <summary>Loads Apple from the bundled sample, which is the same in every build and needs no other files.</summary>
    public static WorkloadInput LoadSample()
    {
        var snapshot = File.ReadAllBytes(Path.Combine(SnapshotFolder.Sample.Path, $"CIK{Apple}.facts"));
        var facts = CompanyFacts.FromSnapshot(snapshot);
        return new WorkloadInput(ToSecJson(facts), snapshot, facts);
    }

    /// <summary>Creates the input from the SEC's JSON.</summary>
    public static WorkloadInput FromJson(byte[] json)
    {
        var snapshot = CompanyFacts.Parse(json).ToSnapshot();
        return new WorkloadInput(json, snapshot, CompanyFacts.FromSnapshot(snapshot));
    }

    /// <summary>Converts facts to the SEC's format. The bundled sample holds only the snapshot.</summary>
    internal static byte[] ToSecJson(CompanyFacts facts)
    {
        var all = facts.Query(new FactQuery(), 0, facts.Count).Facts;
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("cik", facts.Cik.Value);
            writer.WriteString("entityName", facts.EntityName);
            writer.WriteStartObject("facts");
            foreach (var taxonomy in all.GroupBy(fact => fact.Taxonomy))
            {
                writer.WriteStartObject(taxonomy.Key);
                foreach (var concept in taxonomy.GroupBy(fact => fact.Concept)) WriteConcept(writer, concept.Key, concept);
                writer.WriteEndObject();
            }
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteConcept(Utf8JsonWriter writer, string name, IEnumerable<ReportedFact> facts)
    {
        writer.WriteStartObject(name);
        writer.WriteString("label", facts.First().Label);
        writer.WriteString("description", name);
        writer.WriteStartObject("units");
        foreach (var unit in facts.GroupBy(fact => fact.Unit))
        {
            writer.WriteStartArray(unit.Key);
            foreach (var fact in unit) WriteFact(writer, fact);
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteFact(Utf8JsonWriter writer, ReportedFact fact)
    {
        writer.WriteStartObject();
        if (fact.Period.Start is { } start) writer.WriteString("start", ToText(start));
        writer.WriteString("end", ToText(fact.Period.End));
        writer.WriteNumber("val", fact.Value);
        writer.WriteString("accn", fact.Accession);
        if (fact.FiscalYear is { } year) writer.WriteNumber("fy", year);
        writer.WriteString("fp", fact.FiscalPeriod);
        writer.WriteString("form", fact.Form);
        writer.WriteString("filed", ToText(fact.Filed));
        if (fact.Frame is { } frame) writer.WriteString("frame", frame);
        writer.WriteEndObject();
    }

    private static string ToText(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
