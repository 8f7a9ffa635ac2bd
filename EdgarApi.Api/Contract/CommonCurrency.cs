using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Contract;

/// <summary>Describes that companies report in different currencies.</summary>
internal static class CommonCurrency
{
    public const string NoteCode = "noCommonCurrency";

    /// <summary>Finds out who reports in which currency; null if all report in the same one.</summary>
    public static (string Text, IReadOnlyList<string> Companies)? FindDifference(
        IEnumerable<(CompanyEntry Company, string? Currency)> companies)
    {
        var currencies = companies.GroupBy(
            pair => pair.Currency, pair => CompanyReference.GetId(pair.Company), StringComparer.Ordinal).ToList();
        if (currencies.Count < 2) return null;
        var texts = currencies.Select(group => $"{string.Join(", ", group)} in {group.Key}");
        return ($"amounts are not converted: {string.Join("; ", texts)}", [.. currencies.SelectMany(group => group)]);
    }
}
