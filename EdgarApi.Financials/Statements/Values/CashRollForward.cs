using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Metrics;

namespace EdgarApi.Financials.Statements.Values;

/// <summary>
/// What the cash flow statements that end on a day say about the balance: opening cash and the change in cash lead to it. It does not
/// depend on the period that is asked for, because a date has one balance.
/// </summary>
/// <param name="model">The company.</param>
/// <param name="end">Day number of the balance.</param>
internal readonly struct CashRollForward(FinancialModel model, int end)
{
    private static readonly MetricDefinition Change = MetricCatalog.Definition("NetChangeInCash");

    /// <summary>Whether some opening balance and a change that ends on the day make a closing balance.</summary>
    /// <param name="closing">The balance.</param>
    /// <param name="openings">The balances that may be those of a day.</param>
    public bool LeadsTo(decimal closing, Func<int, IEnumerable<decimal>> openings)
    {
        var columns = model.Facts.Columns;
        foreach (var term in Change.Terms)
        {
            if (model.Index.Find(term.Concept, model.Currency) is not (>= 0 and var series)) continue;
            foreach (var row in model.View.FindEnding(series, end))
            {
                var rounding = Thresholds.UnitsOfSum * model.Precision.GetUnit(columns.Filing[row]);
                foreach (var opening in openings(columns.Start[row] - 1))
                    if (Math.Abs(opening + columns.Value[row] - closing) <= rounding) return true;
            }
        }
        return false;
    }

    /// <summary>The balance of a concept on a day as statements show it; null if missing.</summary>
    public static decimal? FindBalance(FinancialModel model, string concept, int day)
    {
        if (model.Index.Find(concept, model.Currency) is not (>= 0 and var series)) return null;
        var row = model.View.Select(series, FactColumns.Instant, day);
        return row < 0 ? null : model.Facts.Columns.Value[model.View.GetFinest(row)];
    }
}
