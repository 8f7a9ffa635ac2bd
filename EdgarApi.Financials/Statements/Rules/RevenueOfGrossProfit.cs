using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Rules;

/// <summary>
/// Finds the revenue that a filing's statement starts from. Sales before excise taxes are larger. Costs of one revenue line and its gross
/// profit make that line only, which operating income shows.
/// </summary>
internal static class RevenueOfGrossProfit
{
    public static readonly RuleDescription Rule = new(
        "revenue-of-gross-profit",
        "Of the revenue concepts of one filing the one counts that its cost and gross profit add up to, even if another is larger.",
        "Regulation S-X 5-03.1 and .2; Boston Beer's sales of 793.7 million before excise taxes, 739.1 after them.");

    private static readonly string GrossProfit = ConceptLists.GetOne(Rule.Id, "grossProfit"), Goods = ConceptLists.GetOne(Rule.Id, "goods"),
        Services = ConceptLists.GetOne(Rule.Id, "services"), OperatingIncome = ConceptLists.GetOne(Rule.Id, "operatingIncome");

    private static readonly string[] Costs = ConceptLists.Get(Rule.Id, "costs"), Overhead = ConceptLists.Get(Rule.Id, "overhead"),
        Research = ConceptLists.Get(Rule.Id, "research");

    /// <summary>Whether cost and gross profit of the row's filing add up to the row's amount.</summary>
    public static bool IsTotal(FinancialModel model, int row)
    {
        var filing = FilingAmounts.Beside(model, row);
        var revenue = model.Facts.Columns.Value[row];
        return FindSums(filing).Exists(sum => filing.AreEqual(sum, revenue));
    }

    /// <summary>What costs and gross profit of a filing make; empty if it has no gross profit of the whole company.</summary>
    public static List<decimal> FindSums(in FilingAmounts filing)
    {
        if (filing.Find(GrossProfit) is not { } profit || !IsGrossProfitOfAll(filing, profit)) return [];
        var costs = filing.FindAll(Costs);
        if (filing.Find(Goods) is { } goods && filing.Find(Services) is { } services) costs.Add(goods + services);
        return costs.ConvertAll(cost => cost + profit);
    }

    /// <summary>
    /// Whether gross profit covers the expenses above operating income. That of one of several revenue lines does not.
    /// </summary>
    private static bool IsGrossProfitOfAll(in FilingAmounts filing, decimal profit) =>
        filing.Find(OperatingIncome) is not { } operating || filing.FindFirst(Overhead) is not { } overhead
        || profit >= operating + overhead + (filing.FindFirst(Research) ?? 0) - Thresholds.UnitsOfSum * filing.Unit;
}
