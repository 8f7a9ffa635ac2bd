using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;

namespace EdgarApi.Financials.Statements.Rules;

/// <summary>
/// The net incomes that one filing gives for a period. Income to common shareholders and EPS belong to the net income of their own filing:
/// a table in the annual report may show continuing operations only, and after a spin-off older filings describe another company.
/// </summary>
internal static class NetIncomesOfFiling
{
    public static List<decimal> Get(FinancialModel model, int filing, FiscalPeriod period, int except = -1)
    {
        var columns = model.Facts.Columns;
        var incomes = new List<decimal>();
        foreach (var term in MetricCatalog.Definition("NetIncome").Terms)
            if (model.Index.Find(term.Concept, model.Currency) is >= 0 and var series && series != except)
                foreach (var row in model.View.Vintages(series, period.Start.DayNumber, period.End.DayNumber))
                    if (columns.Filing[row] == filing) incomes.Add(columns.Value[row]);
        return incomes;
    }
}
