using System.Text.Json;

namespace EdgarApi.Financials.Metrics;

/// <summary>The concepts that rules look at, by rule and role: data, read once from the embedded <c>concepts.json</c>.</summary>
internal static class ConceptLists
{
    private static readonly Dictionary<string, Dictionary<string, string[]>> Lists = Load();

    /// <summary>Every list, by rule and role.</summary>
    public static IReadOnlyDictionary<string, Dictionary<string, string[]>> All => Lists;

    /// <summary>All lists of a rule, by role.</summary>
    public static Dictionary<string, string[]> GetAll(string rule) => Lists[rule];

    /// <summary>A rule's concepts of one role, in order of preference.</summary>
    public static string[] Get(string rule, string role) => Lists[rule][role];

    /// <summary>A rule's only concept of one role.</summary>
    public static string GetOne(string rule, string role) => Get(rule, role) is [var concept]
        ? concept : throw new InvalidDataException($"concepts.json has several concepts as {role} of {rule}.");

    private static Dictionary<string, Dictionary<string, string[]>> Load()
    {
        using var stream = typeof(ConceptLists).Assembly.GetManifestResourceStream("concepts.json")!;
        return JsonSerializer.Deserialize(stream, CatalogJson.Default.DictionaryStringDictionaryStringStringArray)!;
    }
}
