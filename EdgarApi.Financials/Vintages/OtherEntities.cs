using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Vintages;

/// <summary>
/// Finds current reports that hold the statements of another entity, such as a business that the registrant acquires. What the registrant
/// recasts agrees with most of its periodic reports; what another entity reports agrees with nothing in them.
/// </summary>
internal static class OtherEntities
{
    public static readonly RuleDescription Rule = new(
        "other-entities",
        "An 8-K or 6-K whose amounts differ from those of the registrant's own periodic reports for the same periods does not count.",
        "Regulation S-X 3-05, Form 8-K item 9.01(a); Kraft Heinz's 8-K of 2015 holds Kraft Foods Group's statements, dated a day off.");

    private readonly record struct Tally(int Same, int All)
    {
        public bool Agrees => Same > 0 && Same * Thresholds.RecastAgreesOneIn >= All;
    }

    /// <summary>Takes the role from current reports of other entities, and from 8-Ks that share no amount with a periodic report.</summary>
    /// <param name="facts">The registrant's facts.</param>
    /// <param name="roles">The role of each filing; changed in place.</param>
    /// <param name="isCurrent">Whether each filing is an 8-K or 6-K with a role.</param>
    public static void Exclude(CompanyFacts facts, FilingRole[] roles, bool[] isCurrent)
    {
        if (!isCurrent.Contains(true)) return;
        var tallies = new Dictionary<int, Tally>();
        bool IsPeriodic(int filing) => roles[filing] != FilingRole.None && !isCurrent[filing];
        foreach (var series in facts.Series)
        {
            if (!ReportingCurrency.IsCurrency(series.Unit)) continue;
            for (var row = series.First; row < series.End; row++)
                if (isCurrent[facts.Columns.Filing[row]] && facts.Columns.Value[row] != 0)
                    Count(facts.Columns, series, row, IsPeriodic, tallies);
        }
        for (var report = 0; report < isCurrent.Length; report++)
        {
            if (!isCurrent[report]) continue;
            var tally = tallies.GetValueOrDefault(report);
            // Interim reports on Form 6-K may cover periods of their own only. A recast repeats those of the annual report.
            var isInterim = roles[report] == FilingRole.Interim && tally.All < Thresholds.FewestRowsOfPeriod;
            if (!isInterim && !tally.Agrees) roles[report] = FilingRole.None;
        }
    }

    /// <summary>Compares a row with the rows of periodic reports for the same period.</summary>
    private static void Count(FactColumns columns, FactSeries series, int row, Predicate<int> isPeriodic, Dictionary<int, Tally> tallies)
    {
        var (isOnFile, isSame) = (false, false);
        Look(row - 1, -1);
        Look(row + 1, 1);
        if (!isOnFile) return;
        var tally = tallies.GetValueOrDefault(columns.Filing[row]);
        tallies[columns.Filing[row]] = new Tally(tally.Same + (isSame ? 1 : 0), tally.All + 1);

        void Look(int from, int step)
        {
            for (var other = from; !isSame && other >= series.First && other < series.End
                && Math.Abs(columns.End[other] - columns.End[row]) <= FactView.Tolerance; other += step)
            {
                if (!isPeriodic(columns.Filing[other]) || !IsSamePeriod(columns, row, other)) continue;
                (isOnFile, isSame) = (true, Restatement.IsSame(columns.Value[other], columns.Value[row]));
            }
        }
    }

    private static bool IsSamePeriod(FactColumns columns, int row, int other) =>
        columns.Start[row] == FactColumns.Instant ? columns.Start[other] == FactColumns.Instant
            : columns.Start[other] != FactColumns.Instant
            && Math.Abs(columns.Start[other] - columns.Start[row]) <= FactView.Tolerance;
}
