using System.Collections.Frozen;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Reported;

/// <summary>
/// The place of each concept in the primary statements of the taxonomies: data, read once from the embedded <c>us-gaap.tsv</c> and
/// <c>ifrs-full.tsv</c>, whose rows are in the order of presentation. docs/engine.md names their source.
/// </summary>
internal static class TaxonomyMap
{
    private static readonly string[] Taxonomies = ["us-gaap", "ifrs-full"];

    private static readonly FrozenDictionary<string, TaxonomyEntry> ByConcept =
        All().ToFrozenDictionary(entry => entry.Concept, StringComparer.Ordinal);

    /// <summary>The place of a concept; null if no primary statement presents it.</summary>
    public static TaxonomyEntry? Find(string concept) => ByConcept.GetValueOrDefault(concept);

    /// <summary>Every row, in the order of the files.</summary>
    public static IEnumerable<TaxonomyEntry> All()
    {
        var order = 0;
        foreach (var taxonomy in Taxonomies)
        {
            using var stream = typeof(TaxonomyMap).Assembly.GetManifestResourceStream($"{taxonomy}.tsv")!;
            using var reader = new StreamReader(stream);
            reader.ReadLine();
            while (reader.ReadLine() is { } line) yield return Parse(taxonomy, line, order++);
        }
    }

    private static TaxonomyEntry Parse(string taxonomy, string line, int order)
    {
        var cells = line.Split('\t');
        if (cells.Length != 5) throw new FormatException($"Row {order} of the {taxonomy} map has {cells.Length} cells, not 5: '{line}'.");
        return new TaxonomyEntry(
            $"{taxonomy}:{cells[0]}", Enum.Parse<StatementKind>(cells[1], ignoreCase: true), order, cells[2].Length == 0 ? null
                : $"{taxonomy}:{cells[2]}",
            cells[3] == "sum", cells[4]);
    }
}

/// <summary>One concept's place in the presentation of its taxonomy.</summary>
/// <param name="Concept"><c>taxonomy:Concept</c>.</param>
/// <param name="Statement">The statement that presents it.</param>
/// <param name="Order">Rises in the order of presentation.</param>
/// <param name="PartOf">The total that includes it; null for a line outside of any total.</param>
/// <param name="IsRunning">Whether it is a subtotal down the statement (operating income, net income), never indented.</param>
/// <param name="Label">The taxonomy's standard label.</param>
internal sealed record TaxonomyEntry(string Concept, StatementKind Statement, int Order, string? PartOf, bool IsRunning, string Label);
