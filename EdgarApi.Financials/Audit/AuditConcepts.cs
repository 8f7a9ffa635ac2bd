using System.Text.Json;
using EdgarApi.Financials.Metrics;

namespace EdgarApi.Financials.Audit;

/// <summary>
/// The concepts that the audit compares, by check and role: data of its own, so that the audit does not repeat what a rule decided.
/// </summary>
internal static class AuditConcepts
{
    private static readonly Dictionary<string, Dictionary<string, string[]>> Lists = Load();

    /// <summary>A check's concepts of one role.</summary>
    public static string[] Get(string check, string role) => Lists[check][role];

    private static Dictionary<string, Dictionary<string, string[]>> Load()
    {
        using var stream = typeof(AuditConcepts).Assembly.GetManifestResourceStream("audit-concepts.json")!;
        return JsonSerializer.Deserialize(stream, CatalogJson.Default.DictionaryStringDictionaryStringStringArray)!;
    }
}
