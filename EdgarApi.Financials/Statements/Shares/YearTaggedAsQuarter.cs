using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Shares;

/// <summary>A share count that an annual report gives for its year and under the fourth quarter's dates too, without a table of all quarters: the year's.</summary>
internal static class YearTaggedAsQuarter
{
    public static bool Is(FiscalPeriod period, FinancialModel model, Candidate candidate)
    {
        if (period is not { Kind: FiscalPeriodKind.Quarter, Quarter: 4 } || candidate.Others.Length > 0 || model.Calendar.Year(period.FiscalYear) is not { } year) return false;
        var (columns, first) = (model.Facts.Columns, candidate.First.Row);
        List<int> InSameFiling(int start, int end) =>
            model.View.Vintages(model.Facts.SeriesOf(first), start, end).FindAll(row => columns.Filing[row] == columns.Filing[first]);
        return InSameFiling(year.Start, year.End).Exists(row => columns.Value[row] == columns.Value[first])
            && (year.Quarter(3) is not { } third || InSameFiling(third.Start.DayNumber, third.End.DayNumber).Count == 0);
    }
}
