using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Audit;

/// <summary>
/// Decides which periods have a report of their own on file. The first report on file shows earlier periods as comparatives: years without
/// a balance sheet, quarters without cash flows. They are not missing, they were filed before XBRL.
/// </summary>
internal static class ReportsOnFile
{
    /// <summary>The day number on which the period of the first report on file ends; null without reports.</summary>
    public static int? FirstPeriodEnd(FinancialModel model)
    {
        var facts = model.Facts;
        var first = Array.FindIndex(model.View.Roles, role => role != FilingRole.None);
        if (first < 0) return null;
        var filing = facts.Filings[first];
        var end = 0;
        foreach (var series in facts.Series.Where(series => ReportingCurrency.IsCurrency(series.Unit)))
        {
            for (var row = series.First; row < series.End; row++)
            {
                if (facts.Filings[facts.Columns.Filing[row]].Accession != filing.Accession
                    || facts.Columns.Start[row] == FactColumns.Instant) continue;
                if (facts.Columns.End[row] <= filing.Filed.DayNumber) end = Math.Max(end, facts.Columns.End[row]);
            }
        }
        return end;
    }
}
