using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements.Rules;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Statements;

/// <summary>
/// Finds the currency in which a filer reports: that of most amounts in its newest annual report. Convenience translations and foreign rows
/// are fewer.
/// </summary>
internal static class ReportingCurrency
{
    public static readonly RuleDescription Rule = new(
        "reporting-currency",
        "A statement has one currency, that of most amounts in the newest annual report.",
        "Regulation S-X 3-20; TSMC files convenience translations in dollars beside Taiwan dollars.");

    public static string Find(FactView view)
    {
        var facts = view.Facts;
        var newest = Array.FindLastIndex(view.Roles, role => role == FilingRole.Annual);
        return MostUsed(facts, filing => filing == newest) ?? MostUsed(facts, filing => view.Roles[filing] != FilingRole.None) ?? "";
    }

    /// <summary>Whether a unit is a currency's code.</summary>
    public static bool IsCurrency(string unit) => unit.Length == 3 && unit.All(char.IsAsciiLetterUpper);

    private static string? MostUsed(CompanyFacts facts, Func<int, bool> counts)
    {
        var rows = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var series in facts.Series)
        {
            if (!IsCurrency(series.Unit)) continue;
            for (var row = series.First; row < series.End; row++)
                if (counts(facts.Columns.Filing[row])) rows[series.Unit] = rows.GetValueOrDefault(series.Unit) + 1;
        }
        return rows.Count == 0 ? null
            : rows.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).First().Key;
    }
}
