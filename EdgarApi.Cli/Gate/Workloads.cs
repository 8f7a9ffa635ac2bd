using System.Buffers;
using System.Text.Json;
using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Overview;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;
using EdgarApi.Sec.Snapshots;

namespace EdgarApi.Cli.Gate;

/// <summary>A piece of work that the gate measures.</summary>
internal sealed record Workload(string Name, Func<object> Run);

/// <summary>What answers are made of, on a company of the bundled sample: the same in every build, and nothing else is needed to run it.</summary>
internal static class Workloads
{
    public static IReadOnlyList<Workload> Create()
    {
        var sample = SnapshotFolder.Sample;
        var apple = sample.Companies.Single(cik => cik == new Cik(320193));
        var snapshot = File.ReadAllBytes(Path.Combine(sample.Path, $"CIK{apple}.facts"));
        var facts = CompanyFacts.FromSnapshot(snapshot);
        var json = Json(facts);
        return
        [
            new("parse", () => CompanyFacts.Parse(json)),
            new("encode", () => facts.ToSnapshot()),
            new("decode", () => CompanyFacts.FromSnapshot(snapshot)),
            new("overview", () => CompanyOverview.Build(facts, new StatementOptions())),
            new("income", () => StatementBuilder.Build(facts, new StatementRequest(StatementKind.Income))),
            new("balance_of_40_quarters", () => StatementBuilder.Build(facts, new StatementRequest(StatementKind.Balance, Frequency.Quarterly, 40))),
            new("cashflow_of_40_trailing_years", () => StatementBuilder.Build(facts, new StatementRequest(StatementKind.CashFlow, Frequency.Ttm, 40))),
            new("series_of_40_quarters", () => TimeSeriesBuilder.Build(facts, MetricCatalog.All, Frequency.Quarterly, 40, new StatementOptions())),
            new("query", () => facts.Query(new FactQuery { Taxonomy = "us-gaap", FiscalYear = 2024 }, offset: 0, limit: 100).Facts.Count()),
        ];
    }

    /// <summary>The facts in the SEC's form, of which the sample holds only the snapshot.</summary>
    public static byte[] Json(CompanyFacts facts)
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
            foreach (var fact in unit)
            {
                writer.WriteStartObject();
                if (fact.Period.Start is { } start) writer.WriteString("start", Day(start));
                writer.WriteString("end", Day(fact.Period.End));
                writer.WriteNumber("val", fact.Value);
                writer.WriteString("accn", fact.Accession);
                if (fact.FiscalYear is { } year) writer.WriteNumber("fy", year);
                writer.WriteString("fp", fact.FiscalPeriod);
                writer.WriteString("form", fact.Form);
                writer.WriteString("filed", Day(fact.Filed));
                if (fact.Frame is { } frame) writer.WriteString("frame", frame);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
