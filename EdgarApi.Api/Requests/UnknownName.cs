using EdgarApi.Financials.Metrics;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Requests;

/// <summary>
/// Describes a name that is not among the valid ones, with suggestions: names that differ in spelling, have such a synonym, differ by few
/// typos, or begin alike.
/// </summary>
internal static class UnknownName
{
    /// <summary>What precedes the list of all valid names in an error.</summary>
    public const string Valid = "; valid: ";

    private const int MaxSuggestions = 3;
    private const int BeginsAlike = 10;
    private const int MinPrefix = 3;

    /// <summary>Creates the error: <c>'Revenu' is not a metric (did you mean Revenue?); valid: Revenue, …</c></summary>
    public static string Describe(string name, string kind, IReadOnlyList<string> valid) =>
        Describe($"'{name}' is not a {kind}", Suggest(name, valid), valid);

    /// <summary>Creates the error from its beginning, the suggestions and the valid names.</summary>
    public static string Describe(string beginning, IReadOnlyList<string> suggestions, IReadOnlyList<string> valid)
    {
        var question = suggestions.Count == 0 ? "" : $" (did you mean {string.Join(" or ", suggestions)}?)";
        return $"{beginning}{question}{Valid}{string.Join(", ", valid)}";
    }

    /// <summary>Gets the closest valid names, closest first; empty if none is close.</summary>
    public static IReadOnlyList<string> Suggest(string name, IReadOnlyList<string> valid)
    {
        var wanted = Normalize(name);
        if (wanted.Length == 0) return [];
        var found = valid.Select(id => (Id: id, Distance: GetDistance(wanted, id)))
            .Where(candidate => candidate.Distance is not null).OrderBy(candidate => candidate.Distance).ToList();
        var isExact = found is [(_, 0), ..];
        return [.. found.Where(candidate => !isExact || candidate.Distance == 0).Take(MaxSuggestions).Select(candidate => candidate.Id)];
    }

    private static int? GetDistance(string wanted, string id) =>
        Synonyms.Get(id).Append(id).Min(text => GetDistanceToText(wanted, Normalize(text)));

    private static int? GetDistanceToText(string wanted, string text) =>
        Typos.Count(wanted, text, Typos.GetAllowed(wanted.Length))
        ?? (wanted.Length >= MinPrefix && text.StartsWith(wanted, StringComparison.Ordinal) ? BeginsAlike : null);

    /// <summary>Upper-case letters and digits: <c>net_income</c> and <c>Net income</c> are the same name.</summary>
    private static string Normalize(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant)]);
}
