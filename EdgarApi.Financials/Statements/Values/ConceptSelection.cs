using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Rules;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Statements.Values;

/// <summary>Selects one of a metric's concepts for a period: of the first tier with a value, the best of its equivalent concepts.</summary>
internal readonly struct ConceptSelection(FinancialModel model, MetricDefinition definition, FiscalPeriod period)
{
    public static readonly RuleDescription Rule = new(
        "equivalent-concepts",
        "Of equivalent concepts the newest report's counts, in one report the total or the preferred one; zero loses to a non-zero amount.",
        "Alphabet, NVIDIA, P&G and Kraft Heinz changed their revenue concept; Herc and Walmart report a part beside the total.");

    public CandidateLookup Find(StatementBasis? basis)
    {
        var reason = ReasonCode.NotReported;
        if (definition.Concepts is not { } stage) return CandidateLookup.None;
        foreach (var tier in model.GetTiers(definition))
        {
            var found = stage.AreSameMeasure ? tier.Finders[0].Find(period, basis) : FindInTier(tier, stage.PicksLargest, basis);
            if (found.Candidate is not null) return found;
            if (found.Reason != ReasonCode.NotReported) reason = found.Reason;
        }
        return CandidateLookup.Missing(reason);
    }

    private CandidateLookup FindInTier(ConceptTier tier, bool picksLargest, StatementBasis? basis)
    {
        var reason = ReasonCode.NotReported;
        Candidate? best = null, ofYearsConcept = null;
        var finders = tier.Finders;
        if (finders is [var only]) return only.Find(period, basis);
        var preferred = finders.Length > 1 && period.Kind == FiscalPeriodKind.Quarter ? FindConceptOfYear(finders, picksLargest) : -1;
        for (var i = 0; i < finders.Length; i++)
        {
            var found = finders[i].Find(period, basis);
            if (found.Candidate is not { } candidate)
            {
                if (found.Reason != ReasonCode.NotReported) reason = found.Reason;
                continue;
            }
            if (i == preferred) ofYearsConcept = candidate;
            if (best is null || IsBetter(candidate, best, picksLargest)) best = candidate;
        }
        if (ofYearsConcept is { } preference && !(picksLargest && IsPart(tier.Series, preference))) return new CandidateLookup(preference);
        return new CandidateLookup(best, reason);
    }

    /// <summary>The position of the concept that the fiscal year's value comes from: its quarters use the same one if they can.</summary>
    private int FindConceptOfYear(ConceptFinder[] finders, bool picksLargest)
    {
        if (model.Calendar.Year(period.FiscalYear) is not { IsReported: true } year || definition.Metric.IsInstant) return -1;
        var best = -1;
        Candidate? bestCandidate = null;
        for (var i = 0; i < finders.Length; i++)
        {
            if (finders[i].Find(year.Period).Candidate is not { } candidate) continue;
            if (bestCandidate is null || IsBetter(candidate, bestCandidate, picksLargest)) (best, bestCandidate) = (i, candidate);
        }
        return best;
    }

    /// <summary>
    /// Whether the filing that a value is from gives an equivalent concept more for the same period: then the value is a part there.
    /// </summary>
    private bool IsPart(int[] equivalents, Candidate candidate)
    {
        var columns = model.Facts.Columns;
        var (row, filing) = (candidate.First.Row, candidate.Filing(model));
        foreach (var series in equivalents)
            foreach (var other in model.View.Vintages(series, columns.Start[row], columns.End[row]))
                if (columns.Filing[other] == filing && columns.Value[other] > columns.Value[row]
                    && !Restatement.IsCoarser(columns.Value[other], columns.Value[row])
                    && !ContractRevenue.IsPartOf(model, other, row) && !RevenueOfGrossProfit.IsTotal(model, row)
                    && !model.AlternatingConcepts.Contain(row, other)) return true;
        return false;
    }

    /// <summary>
    /// Whether a candidate beats the best so far. The newest report wins (the first one, for original values); within one report the
    /// largest is the total where the catalog says so, otherwise the preferred concept wins.
    /// </summary>
    private bool IsBetter(Candidate candidate, Candidate best, bool picksLargest)
    {
        // Zero loses to a non-zero equivalent concept: it is an empty line.
        if (candidate.Value == 0 != (best.Value == 0)) return best.Value == 0;
        int filing = candidate.Filing(model), bestFiling = best.Filing(model);
        if (filing != bestFiling) return model.Options.Vintage == Vintage.Latest ? filing > bestFiling : filing < bestFiling;
        return picksLargest && IsTotal(candidate, best);
    }

    /// <summary>Whether of two candidates of one report the first is the total.</summary>
    private bool IsTotal(Candidate candidate, Candidate other)
    {
        int row = candidate.First.Row, otherRow = other.First.Row;
        if (Restatement.IsCoarser(candidate.Value, other.Value)) return false;
        if (Restatement.IsCoarser(other.Value, candidate.Value)) return true;
        if (candidate.Value != other.Value && RevenueOfGrossProfit.IsTotal(model, row) is var isProven
            && isProven != RevenueOfGrossProfit.IsTotal(model, otherRow)) return isProven;
        if (ContractRevenue.IsPartOf(model, row, otherRow)) return false;
        if (ContractRevenue.IsPartOf(model, otherRow, row)) return true;
        return candidate.Value > other.Value && !model.AlternatingConcepts.Contain(row, otherRow);
    }
}
