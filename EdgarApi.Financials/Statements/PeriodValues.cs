using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;

namespace EdgarApi.Financials.Statements;

/// <summary>The values of metrics in one period: found among the facts or derived from them, each at most once.</summary>
internal sealed class PeriodValues
{
    private readonly FinancialModel _model;
    private readonly MetricValue?[] _values = new MetricValue?[MetricCatalog.All.Count];
    private readonly bool[] _underWay = new bool[MetricCatalog.All.Count];
    private readonly Func<FiscalPeriod, PeriodValues> _of;

    /// <param name="model">The company.</param>
    /// <param name="period">The period.</param>
    /// <param name="of">Values of other periods of the same answer.</param>
    public PeriodValues(FinancialModel model, FiscalPeriod period, Func<FiscalPeriod, PeriodValues> of) => (_model, Period, _of) = (model, period, of);

    public FiscalPeriod Period { get; }

    public MetricValue this[string metric] => Get(MetricCatalog.Definition(metric));

    public MetricValue Get(MetricDefinition definition)
    {
        if (_values[definition.Index] is { } known) return known;
        if (_underWay[definition.Index]) return MetricValue.Missing("not reported");
        _underWay[definition.Index] = true;
        var value = Find(definition);
        _underWay[definition.Index] = false;
        // A value sought for a formula that leads back here is not final.
        if (value.Value is not null || !Array.Exists(_underWay, underWay => underWay)) _values[definition.Index] = value;
        return value;
    }

    private MetricValue Find(MetricDefinition definition)
    {
        if (definition.Family is { } family && !_model.Families.Contains(family)) return MetricValue.Missing($"only a {family} has it");
        var reason = "not reported";
        var isSum = Period is { Kind: FiscalPeriodKind.TrailingTwelveMonths, Quarter: < 4 } && definition.Metric is { IsInstant: false, Unit: UnitKind.Currency };
        var gap = definition.ClosesGap && !(isSum && definition.TakesConcepts) ? FromFormulas(definition) : null;
        // Twelve months are the four quarters that the same series shows, so that a reader's own sum agrees.
        if (gap is null && isSum && SumOfQuarters(definition) is { } sum) return sum;
        var reported = FromConcepts(definition, ref reason);
        // Of what closes a gap the reported figure is shown only where it does.
        if (gap is { } closing && closing.Value != reported?.Value) return closing;
        if (reported is { } candidate)
        {
            if (definition.Nonnegative && candidate is { Value: < 0, IsDerived: true }) reason = "the derived value would be negative";
            else if (definition.Metric.Id == "GrossProfit" && GrossProfitOfPart.Is(this, candidate.Value)) reason = "reported for a part of revenue only";
            else if (definition.Metric.Id == "NetIncomeIncludingNoncontrolling" && ProfitBeforeRestatement.Is(this, _model, candidate)) reason = "reported before a restatement only";
            else if (definition.Metric.Id is "Equity" or "EquityIncludingNoncontrolling" && EquityTotals.IsSlip(this, _model, definition)) reason = "reported for a part of equity only";
            else return Completed(definition, candidate.ToValue(_model, definition, Period));
        }
        if (definition.Metric.Unit is UnitKind.Shares or UnitKind.PerShare && !definition.Metric.IsInstant && FromShareRules(definition) is { } derived) return derived;
        if (definition.Metric.Id == "MezzanineEquity" && ConvertibleNotes.Redeemable(this, _model, definition) is { } component) return component;
        return FromFormulas(definition) ?? MetricValue.Missing(reason);
    }

    private MetricValue Completed(MetricDefinition definition, MetricValue value) =>
        definition.Metric.Id == "NetChangeInCash" ? ChangeBeforeExchangeRates.Complete(this, definition, value) ?? value : value;

    private MetricValue? FromFormulas(MetricDefinition definition)
    {
        foreach (var formula in definition.Formulas)
            if (FormulaEvaluator.Evaluate(this, _model, definition, formula) is { } value) return value;
        return null;
    }

    private Candidate? FromConcepts(MetricDefinition definition, ref string reason)
    {
        if (definition.Cover is { } cover && OnCover(definition, cover) is { } onCover) return onCover;
        foreach (var tier in definition.Tiers)
        {
            Candidate? best = null, ofYearsConcept = null;
            var preferred = tier.Length > 1 && Period.Kind == FiscalPeriodKind.Quarter ? ConceptOfYear(definition, tier) : -1;
            for (var i = 0; i < tier.Length; i++)
            {
                var finder = new ConceptFinder(_model, definition, tier[i]);
                if (finder.Find(Period, ref reason) is not { } candidate) continue;
                if (i == preferred) ofYearsConcept = candidate;
                if (best is null || IsBetter(candidate, best.Value, definition.PickLargest)) best = candidate;
            }
            if (ofYearsConcept is { } preference && !(definition.PickLargest && IsPart(definition, tier, preference))) return preference;
            if (best is not null) return best;
        }
        return null;
    }

    private Candidate? OnCover(MetricDefinition definition, string concept)
    {
        if (definition.Metric.Unit != UnitKind.Shares) return Period.Kind == FiscalPeriodKind.Year ? CoverPage.FindWithin(_model, concept, Period) : null;
        // No company has none, nor ten thousand times the shares that its earnings are divided by: the cover's count slipped.
        return CoverPage.Find(_model, concept, Period) is { Value: > 0 } cover && cover.Value / 10_000 < (this["SharesBasic"].Value ?? decimal.MaxValue) ? cover : null;
    }

    /// <summary>The concept that the fiscal year's value comes from: its quarters are of the same if they can be.</summary>
    private int ConceptOfYear(MetricDefinition definition, ConceptTerm[] tier)
    {
        if (_model.Calendar.Year(Period.FiscalYear) is not { IsReported: true } year || definition.Metric.IsInstant) return -1;
        var best = -1;
        Candidate? bestCandidate = null;
        var unused = "";
        for (var i = 0; i < tier.Length; i++)
        {
            if (new ConceptFinder(_model, definition, tier[i]).Find(year.Period, ref unused) is not { } candidate) continue;
            if (bestCandidate is null || IsBetter(candidate, bestCandidate.Value, definition.PickLargest)) (best, bestCandidate) = (i, candidate);
        }
        return best;
    }

    /// <summary>Whether the filing that a value is from gives an equivalent concept more for the same period: then it is a part there.</summary>
    private bool IsPart(MetricDefinition definition, ConceptTerm[] tier, Candidate candidate)
    {
        var columns = _model.Facts.Columns;
        var (row, filing) = (candidate.First.Row, candidate.Filing(_model));
        foreach (var term in tier)
        {
            var series = _model.Index.Find(term.Concept, _model.UnitOf(definition.Metric));
            if (series >= 0 && _model.View.Vintages(series, columns.Start[row], columns.End[row]).Exists(other => columns.Filing[other] == filing && columns.Value[other] > columns.Value[row]))
                return true;
        }
        return false;
    }

    /// <summary>
    /// Of equivalent concepts the one in the newest report counts (the first, for original values); in one report the largest is the total where the
    /// catalog says so, else the preferred one.
    /// </summary>
    private bool IsBetter(Candidate candidate, Candidate best, bool pickLargest)
    {
        // Nothing beside a figure under an equivalent concept is an empty line.
        if (candidate.Value == 0 != (best.Value == 0)) return best.Value == 0;
        int filing = candidate.Filing(_model), bestFiling = best.Filing(_model);
        if (filing != bestFiling) return _model.Options.Vintage == Vintage.Latest ? filing > bestFiling : filing < bestFiling;
        return pickLargest && candidate.Value > best.Value;
    }

    private MetricValue? FromShareRules(MetricDefinition definition) => ShareRules.Derive(this, _model, definition, _of);

    private MetricValue? SumOfQuarters(MetricDefinition definition)
    {
        if (definition.Tiers.Length == 0 || _model.Calendar.QuartersOf(Period) is not { } quarters) return null;
        var values = Array.ConvertAll(quarters, quarter => _of(quarter).Get(definition));
        return Array.TrueForAll(values, v => v.Value is not null)
            ? Derivations.Sum(definition, Period, values, string.Join(" + ", quarters.Select(q => q.Key))) : null;
    }
}
