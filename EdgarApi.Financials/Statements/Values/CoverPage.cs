using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements.Rules;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Statements.Values;

/// <summary>Finds facts of a report's cover page, which are dated between the period's end and the filing.</summary>
internal static class CoverPage
{
    public static readonly RuleDescription Rule = new(
        "cover-page",
        "Shares outstanding come from the cover of the period's own report, the earliest after its end; public float from the annual one.",
        "Form 10-K and 10-Q cover pages, 17 CFR 249.308a and 249.310; filers with several classes have no total there.");

    public static Candidate? Find(FinancialModel model, string concept, FiscalPeriod period)
    {
        var series = model.Index.Find(concept, "shares");
        if (series < 0) return null;
        var columns = model.Facts.Columns;
        var (first, end) = (model.Facts.Series[series].First, model.Facts.Series[series].End);
        var best = -1;
        for (var row = first; row < end; row++)
        {
            var days = columns.End[row] - period.End.DayNumber;
            if (days < 0 || days > Thresholds.LatestCoverDays || model.View.Roles[columns.Filing[row]] == FilingRole.None) continue;
            // The earliest cover after the period's end belongs to the period's own report.
            if (best < 0 || columns.Filing[row] < columns.Filing[best]) best = row;
        }
        if (best < 0 || FollowsLaterQuarter(model, period, columns.Filing[best])) return null;
        var factor = model.ShareFactor(Metrics.UnitKind.Shares, columns.Filing[best]);
        return new Candidate(Math.Round(columns.Value[model.View.GetFinest(best)] * factor, 0), new CandidateRow(best, factor), [], null);
    }

    /// <summary>
    /// An amount on the annual report's cover that is dated within the year: the public float at the end of its second quarter.
    /// </summary>
    public static Candidate? FindWithin(FinancialModel model, string concept, FiscalPeriod year)
    {
        var series = model.Index.Find(concept, model.Currency);
        if (series < 0) return null;
        var columns = model.Facts.Columns;
        var best = -1;
        for (var row = model.Facts.Series[series].First; row < model.Facts.Series[series].End; row++)
        {
            if (columns.End[row] < year.Start.DayNumber || columns.End[row] >= year.End.DayNumber) continue;
            if (model.View.Roles[columns.Filing[row]] != FilingRole.Annual) continue;
            if (best < 0 || model.View.Vintage == Vintage.Latest && columns.Filing[row] >= columns.Filing[best]) best = row;
        }
        return best < 0 ? null : new Candidate(columns.Value[model.View.GetFinest(best)], new CandidateRow(best, 1), [], null);
    }

    /// <summary>Whether the filing is already the report of a later period.</summary>
    private static bool FollowsLaterQuarter(FinancialModel model, FiscalPeriod period, int filing) =>
        model.Calendar.Quarterly.Any(quarter => quarter.End > period.End
            && quarter.End.AddDays(Thresholds.EarliestReportDays) < model.Facts.Filings[filing].Filed
            && quarter.End.DayNumber - period.End.DayNumber > Thresholds.NextQuarterDays);
}
