using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements.Rules;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Quarters;

/// <summary>Derives twelve months from longer periods: the last year plus this year to date less the same part of last year.</summary>
internal static class TwelveMonthsByDifference
{
    public static readonly RuleDescription Rule = new(
        "twelve-months-by-difference",
        "Where the quarters do not make them, twelve months are the last year, plus this year to date, less the same time of last year.",
        "Regulation S-X 10-01(c): interim reports give the year to date and the same time of last year.");

    public static CandidateLookup Find(in ConceptFinder finder, FiscalPeriod period)
    {
        var model = finder.Model;
        if (period.Quarter is < 1 or > 3 || model.Calendar.Year(period.FiscalYear) is not { } year) return CandidateLookup.None;
        if (model.Calendar.Year(period.FiscalYear - 1) is not { IsReported: true } last || last.End + 1 != year.Start)
            return CandidateLookup.None;
        var lastToDate = last.QuarterEnds[period.Quarter - 1];
        if (lastToDate == 0) return CandidateLookup.None;
        var whole = finder.GetVintages(last.Start, last.End);
        var toDate = finder.Select(year.Start, period.End.DayNumber);
        var before = finder.GetVintages(last.Start, lastToDate);
        if (whole.Count == 0 || toDate < 0 || before.Count == 0) return CandidateLookup.None;
        var shown = finder.FindShown(whole, last.Start, last.End);
        var part = finder.Match(whole, shown, before);
        if (part < 0) return CandidateLookup.Missing(ReasonCode.PartNotRestated);
        if (!ConceptEquivalence.AreSame(model, whole[shown], part) || !ConceptEquivalence.AreSame(model, whole[shown], toDate))
            return CandidateLookup.Missing(ReasonCode.DifferentConcepts);
        var value = finder.GetValue(whole[shown]) + finder.GetValue(toDate) - finder.GetValue(part);
        var to = FiscalYear.NameToDate(period.Quarter);
        return new CandidateLookup(new Candidate(
            value, finder.Operand(toDate), [finder.Operand(whole[shown]), finder.Subtrahend(part)],
            $"FY{last.Label} + {to}{year.Label} − {to}{last.Label}"));
    }
}
