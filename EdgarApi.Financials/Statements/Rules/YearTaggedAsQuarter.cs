using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements.Pipeline;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class YearTaggedAsQuarter() : RejectionRule(
    "year-tagged-as-quarter",
    "A share count that an annual report gives both for its year and its fourth quarter is the year's, unless it has a table of quarters.",
    "ASC 260-10-45-10; company facts have fourth quarters with the year's count.")
{
    public override ReasonCode? Reject(in RuleContext context, in Finding finding) =>
        finding.Candidate is { } candidate && IsOfYear(context, candidate) ? ReasonCode.YearOnly : null;

    private static bool IsOfYear(in RuleContext context, Candidate candidate)
    {
        var model = context.Model;
        if (context.Period is not { Kind: FiscalPeriodKind.Quarter, Quarter: 4 } period || candidate.Others.Length > 0) return false;
        if (model.Calendar.Year(period.FiscalYear) is not { } year) return false;
        var (columns, first) = (model.Facts.Columns, candidate.First.Row);
        decimal? InSameFiling(int start, int end)
        {
            var rows = model.View.Vintages(model.Facts.GetSeries(first), start, end);
            return rows.FindFiling(columns, columns.Filing[first]) is >= 0 and var found ? columns.Value[rows[found]] : null;
        }
        return InSameFiling(year.Start, year.End) == columns.Value[first]
            && (year.Quarter(3) is not { } third || InSameFiling(third.Start.DayNumber, third.End.DayNumber) is null);
    }
}
