using EdgarApi.Financials.Statements.Rules;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Statements.Values;

/// <summary>
/// Decides whether values under two concepts may be subtracted. The catalog names concepts that are one measure for most filers: net cash
/// flows with and without "continuing operations" in their name. For a filer they are one measure if its own filings gave one figure under
/// both names.
/// </summary>
internal static class ConceptEquivalence
{
    public static readonly RuleDescription Rule = new(
        "concept-equivalence",
        "Values under two concepts are subtracted only if the filer gave one figure under both for some period.",
        "ASC 230-10-45; net cash flows with and without continuing operations in their name: Herc 2010Q3, Tesla 2017Q2.");

    /// <summary>
    /// Whether some period has the same figure under both rows' concepts, and neither row's filing contradicts its figure under the other
    /// concept.
    /// </summary>
    public static bool AreSame(FinancialModel model, int row, int otherRow)
    {
        int series = model.Facts.GetSeries(row), other = model.Facts.GetSeries(otherRow);
        return series == other
            || !IsContradicted(model, row, other) && !IsContradicted(model, otherRow, series) && Agree(model, series, other);
    }

    private static bool IsContradicted(FinancialModel model, int row, int otherSeries)
    {
        var columns = model.Facts.Columns;
        foreach (var vintage in model.View.Vintages(otherSeries, columns.Start[row], columns.End[row]))
            if (columns.Filing[vintage] == columns.Filing[row] && !Restatement.IsSame(columns.Value[vintage], columns.Value[row]))
                return true;
        return false;
    }

    private static bool Agree(FinancialModel model, int series, int otherSeries)
    {
        var columns = model.Facts.Columns;
        var (first, end) = (model.Facts.Series[series].First, model.Facts.Series[series].End);
        for (var row = first; row < end; row++)
        {
            if (columns.Value[row] == 0 || model.View.Roles[columns.Filing[row]] == FilingRole.None) continue;
            foreach (var vintage in model.View.Vintages(otherSeries, columns.Start[row], columns.End[row]))
                if (Restatement.IsSame(columns.Value[vintage], columns.Value[row])) return true;
        }
        return false;
    }
}
