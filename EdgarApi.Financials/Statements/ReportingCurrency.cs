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
        return (newest < 0 ? null : MostUsed(facts, filings => filings.Count((ushort)newest)))
            ?? MostUsed(facts, filings => CountReports(view, filings)) ?? "";
    }

    /// <summary>Whether a unit is a currency's code.</summary>
    public static bool IsCurrency(string unit) => unit.Length == 3 && !unit.AsSpan().ContainsAnyExceptInRange('A', 'Z');

    private static int CountReports(FactView view, ReadOnlySpan<ushort> filings)
    {
        var reports = 0;
        foreach (var filing in filings)
            if (view.Roles[filing] != FilingRole.None) reports++;
        return reports;
    }

    /// <summary>The currency of most rows that count; null if none does.</summary>
    private static string? MostUsed(CompanyFacts facts, Func<ReadOnlySpan<ushort>, int> count)
    {
        var rows = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var series in facts.Series)
        {
            if (!IsCurrency(series.Unit)) continue;
            var counting = count(facts.Columns.Filing.AsSpan(series.First, series.Count));
            if (counting > 0) rows[series.Unit] = rows.GetValueOrDefault(series.Unit) + counting;
        }
        return rows.Count == 0 ? null
            : rows.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).First().Key;
    }
}
