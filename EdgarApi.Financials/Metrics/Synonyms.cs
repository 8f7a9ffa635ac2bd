using System.Collections.Frozen;
using System.Text.Json;

namespace EdgarApi.Financials.Metrics;

/// <summary>Other names of metrics and ratios, which suggestions know: data, read once from the embedded <c>synonyms.json</c>.</summary>
public static class Synonyms
{
    private static readonly FrozenDictionary<string, string[]> ById = Load().ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The ids that have synonyms.</summary>
    public static IReadOnlyCollection<string> Ids => ById.Keys;

    /// <summary>Gets the synonyms of a metric or ratio; empty without synonyms.</summary>
    public static IReadOnlyList<string> Get(string id) => ById.GetValueOrDefault(id, []);

    private static Dictionary<string, string[]> Load()
    {
        using var stream = typeof(Synonyms).Assembly.GetManifestResourceStream("synonyms.json")!;
        return JsonSerializer.Deserialize(stream, CatalogJson.Default.DictionaryStringStringArray)!;
    }
}
