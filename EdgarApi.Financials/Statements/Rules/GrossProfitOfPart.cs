using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Rules;

/// <summary>
/// A filer with several revenue lines may report the gross profit of one of them only (of merchandise, without membership fees). Operating income with the
/// expenses above it tells which gross profit stands below total revenue: the reported one, or revenue less cost.
/// </summary>
internal static class GrossProfitOfPart
{
    /// <summary>Gross profit may count an item or two more than cost: unrealized profit on sales to associates.</summary>
    private const decimal SmallItems = 0.01m;

    public static bool Is(PeriodValues values, decimal reported)
    {
        if (values["Revenue"].Value is not { } revenue || values["CostOfRevenue"].Value is not { } cost) return false;
        if (Math.Abs(revenue - cost - reported) <= revenue * SmallItems) return false;
        if (values["OperatingIncome"].Value is not { } operating || values["SellingGeneralAdministrative"].Value is not { } overhead) return false;
        var needed = operating + overhead + (values["ResearchAndDevelopment"].Value ?? 0);
        return Math.Abs(revenue - cost - needed) < Math.Abs(reported - needed);
    }
}
