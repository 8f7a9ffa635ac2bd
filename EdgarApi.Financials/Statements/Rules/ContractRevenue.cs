using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Statements.Rules;

/// <summary>
/// Revenue from contracts with customers is a part of <c>Revenues</c> (ASC 606-10-50-4), and may be more than the whole: the rest is
/// negative where rebates to customers, losses of hedges or of affiliates are in it. So of one filing that gives both, <c>Revenues</c> is
/// the total. But some give it in notes to annual reports only, for a part such as a region; then it is never given for less than a year.
/// </summary>
internal static class ContractRevenue
{
    public static readonly RuleDescription Rule = new(
        "contract-revenue",
        "Revenue of contracts or of oil and gas is a part of Revenues, even if it is more, unless Revenues stands only in annual notes.",
        "ASC 606-10-50-4; Mastercard before rebates, Vistra, Chevron and Hess before losses of hedges and affiliates; BlackRock's notes.");

    private static readonly string Whole = ConceptLists.GetOne(Rule.Id, "whole");
    private static readonly string[] Parts = ConceptLists.Get(Rule.Id, "partsBeginWith"),
        Contracts = ConceptLists.Get(Rule.Id, "contractsBeginWith");

    /// <summary>Whether the first is a part and the other the whole, even if its value is smaller.</summary>
    public static bool IsPartOf(FinancialModel model, int row, int otherRow) =>
        IsPart(model.Facts.GetConcept(row).QualifiedName, Parts) && model.Facts.GetConcept(otherRow).QualifiedName == Whole
        && IsInInterimReports(model, otherRow);

    /// <summary>Whether a row is revenue from contracts with customers.</summary>
    public static bool IsOfContracts(FinancialModel model, int row) => IsPart(model.Facts.GetConcept(row).QualifiedName, Contracts);

    private static bool IsPart(string concept, string[] parts)
    {
        foreach (var part in parts)
            if (concept.StartsWith(part, StringComparison.Ordinal)) return true;
        return false;
    }

    private static bool IsInInterimReports(FinancialModel model, int row)
    {
        var columns = model.Facts.Columns;
        int start = columns.Start[row], end = columns.End[row];
        bool IsShort(int other) => columns.End[other] - columns.Start[other] + 1 < Thresholds.ShortestYear;
        if (IsShort(row)) return true;
        var series = model.Facts.Series[model.Facts.GetSeries(row)];
        for (var other = series.First; other < series.End; other++)
            if (columns.Start[other] >= start && columns.End[other] <= end && IsShort(other)
                && model.View.Roles[columns.Filing[other]] != FilingRole.None) return true;
        return false;
    }
}
