using EdgarApi.Financials.Statements.Rules;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Metrics;

/// <summary>
/// Finds the families of a filer, that is, kinds of filer whose statements have lines of their own. The industry decides where it is known,
/// otherwise what the filer reports: a retailer's net interest is not a bank's.
/// </summary>
internal static class FilerFamily
{
    public static readonly RuleDescription Rule = new(
        "filer-family",
        "The SIC code decides whether a filer is a bank or insurer, and, unless the code is outside finance, so does what it reports.",
        "Regulation S-X articles 7 and 9; a truck maker's deposits are its customers'.");

    /// <summary>Ranges of the SEC's Standard Industrial Classification: banks, lenders and brokers; insurance carriers.</summary>
    private static readonly (int First, int Last, string Family)[] Industries =
        [(6000, 6199, "bank"), (6211, 6211, "bank"), (6712, 6712, "bank"), (6310, 6399, "insurer")];

    /// <summary>All of finance, and the code of foreign filers, which does not name an industry.</summary>
    private const int FirstOfFinance = 6000, LastOfFinance = 6999, DepositaryReceipts = 8880;

    private static readonly Dictionary<string, string[]> TypicalConcepts = ConceptLists.GetAll(Rule.Id);

    /// <summary>
    /// The families of the filer's industry and, unless that is outside finance, those whose concepts are among the facts that count.
    /// </summary>
    public static HashSet<string> Classify(FactView view)
    {
        int? industry = int.TryParse(view.Facts.Sic, out var code) ? code : null;
        HashSet<string> families =
            [.. Industries.Where(range => industry >= range.First && industry <= range.Last).Select(range => range.Family)];
        // A truck maker's deposits are its customers'.
        if (industry is null or DepositaryReceipts or (>= FirstOfFinance and <= LastOfFinance))
            families.UnionWith(TypicalConcepts
                .Where(family => Array.Exists(family.Value, concept => IsOnFile(view, concept))).Select(family => family.Key));
        return families;
    }

    private static bool IsOnFile(FactView view, string concept)
    {
        foreach (var series in view.Facts.SeriesIndex.FindAll(concept).Select(i => view.Facts.Series[i]))
            for (var row = series.First; row < series.End; row++)
                if (view.Roles[view.Facts.Columns.Filing[row]] != FilingRole.None) return true;
        return false;
    }
}
