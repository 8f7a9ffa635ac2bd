using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Rules;
using EdgarApi.Financials.Statements.Shares;

namespace EdgarApi.Financials.Statements.Values;

/// <summary>The values of metrics in one period: found among the facts or derived from them, each at most once.</summary>
internal sealed class PeriodValues
{
    private readonly FinancialModel _model;
    private readonly MetricValue?[] _values = new MetricValue?[MetricCatalog.All.Count];
    private readonly bool[] _underWay = new bool[MetricCatalog.All.Count];
    private readonly AnswerValues _answer;
    private readonly Dictionary<int, (Candidate? Candidate, string Reason)> _fromConcepts = [];
    private StatementBasis?[]? _basis;

    /// <param name="model">The company.</param>
    /// <param name="period">The period.</param>
    /// <param name="answer">Values of other periods of the same answer.</param>
    public PeriodValues(FinancialModel model, FiscalPeriod period, AnswerValues answer) => (_model, Period, _answer) = (model, period, answer);

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
        if (definition.Family is { } family && !_model.Families.Contains(family)) return MetricValue.Missing($"only {(family.IndexOfAny(['a', 'e', 'i', 'o', 'u']) == 0 ? "an" : "a")} {family} has it");
        var reason = "not reported";
        var isSum = Period is { Kind: FiscalPeriodKind.TrailingTwelveMonths, Quarter: < 4 } && definition.Metric is { IsInstant: false, Unit: UnitKind.Currency };
        var gap = definition.ClosesGap ? FromFormulas(definition) : null;
        // Twelve months are the four quarters that the same series shows, so that a reader's own sum agrees.
        if (gap is null && isSum && SumOfQuarters(definition) is { } sum) return sum;
        var reported = Candidate(definition, ref reason);
        // Of what closes a gap the reported figure is shown only where it does.
        if (gap is { } closing && closing.Value != reported?.Value && !(definition.IfAny && closing.Value == 0 && reported is null)) return closing;
        var rules = new MetricRules(this, _model, definition);
        if (reported is { } candidate)
        {
            if (rules.Objection(candidate) is { } objection) reason = objection;
            else
            {
                var value = candidate.ToValue(_model, definition, Period);
                return rules.Instead(value) ?? value;
            }
        }
        if (definition.Metric.Unit is UnitKind.Shares or UnitKind.PerShare && !definition.Metric.IsInstant && FromShareRules(definition) is { } derived) return derived;
        if (rules.Instead(reported: null) is { } other) return other;
        if (definition.IfAny || FromFormulas(definition) is not { } computed) return MetricValue.Missing(reason);
        return rules.Objection(computed.Value!.Value) is { } why ? MetricValue.Missing(why) : computed;
    }

    /// <summary>A metric's value in the fiscal year of a quarter.</summary>
    public decimal? OfYear(string metric) =>
        Period.Kind == FiscalPeriodKind.Quarter && _model.Calendar.Year(Period.FiscalYear) is { IsReported: true } year ? _answer.Of(year.Period)[metric].Value : null;

    /// <summary>A balance at the end of the period before.</summary>
    public decimal? AtStart(string metric) => _model.Calendar.Preceding(Period) is { } before ? _answer.Of(before)[metric].Value : null;

    private MetricValue? FromFormulas(MetricDefinition definition)
    {
        foreach (var formula in definition.Formulas)
            if (FormulaEvaluator.Evaluate(this, _model, definition, formula) is { } value) return value;
        return null;
    }

    /// <summary>What the concepts give, on one basis with the fiscal year where the filings allow it.</summary>
    private Candidate? Candidate(MetricDefinition definition, ref string reason)
    {
        var candidate = FromConcepts(definition, ref reason);
        return candidate is not null && Period.Kind == FiscalPeriodKind.Quarter && _answer.QuartersOf(Period.FiscalYear, definition) is { } quarters
            ? quarters[Period.Quarter - 1] : candidate;
    }

    /// <summary>
    /// Operating cash flow leads its statement: where it stands before or after a restatement, the other lines of the quarter do too, so that the statement
    /// is of one basis.
    /// </summary>
    private StatementBasis? Basis(MetricDefinition definition)
    {
        var leading = MetricCatalog.Definition("OperatingCashFlow");
        if (Period.Kind != FiscalPeriodKind.Quarter || definition == leading || definition.Metric is not { Statement: StatementKind.CashFlow, IsInstant: false }) return null;
        if (_basis is null)
        {
            var unused = "";
            _basis = [new ConceptFinder(_model, leading, [.. leading.Tiers.SelectMany(tier => tier)]).BasisOf(Candidate(leading, ref unused))];
        }
        return _basis[0];
    }

    /// <summary>What the concepts give for this period by itself.</summary>
    public Candidate? FromConcepts(MetricDefinition definition, ref string reason)
    {
        // The amounts that a fiscal year's quarters are compared in are asked for again.
        if (definition.Metric.IsInstant || definition.Metric.Unit != UnitKind.Currency || Period.Kind == FiscalPeriodKind.TrailingTwelveMonths) return FindConcepts(definition, ref reason);
        if (!_fromConcepts.TryGetValue(definition.Index, out var found))
        {
            found.Reason = "not reported";
            found.Candidate = FindConcepts(definition, ref found.Reason);
            _fromConcepts.Add(definition.Index, found);
        }
        reason = found.Reason;
        return found.Candidate;
    }

    private Candidate? FindConcepts(MetricDefinition definition, ref string reason)
    {
        if (definition.Cover is { } cover && OnCover(definition, cover) is { } onCover) return onCover;
        for (var t = 0; t < definition.Tiers.Length; t++)
        {
            var tier = definition.Tiers[t];
            if (definition.IsOneMeasure[t])
            {
                if (new ConceptFinder(_model, definition, tier).Find(Period, ref reason, Basis(definition)) is { } one) return one;
                continue;
            }
            Candidate? best = null, ofYearsConcept = null;
            var preferred = tier.Length > 1 && Period.Kind == FiscalPeriodKind.Quarter ? ConceptOfYear(definition, tier) : -1;
            for (var i = 0; i < tier.Length; i++)
            {
                var finder = new ConceptFinder(_model, definition, tier[i]);
                if (finder.Find(Period, ref reason, Basis(definition)) is not { } candidate) continue;
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
            if (series < 0) continue;
            foreach (var other in _model.View.Vintages(series, columns.Start[row], columns.End[row]))
                if (columns.Filing[other] == filing && columns.Value[other] > columns.Value[row] && !ContractRevenue.IsPartOf(_model, other, row)) return true;
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
        if (!pickLargest || ContractRevenue.IsPartOf(_model, candidate.First.Row, best.First.Row)) return false;
        return candidate.Value > best.Value || ContractRevenue.IsPartOf(_model, best.First.Row, candidate.First.Row);
    }

    private MetricValue? FromShareRules(MetricDefinition definition) => ShareRules.Derive(this, _model, definition, _answer.Of);

    private MetricValue? SumOfQuarters(MetricDefinition definition)
    {
        if (definition.Tiers.Length == 0 || _model.Calendar.QuartersOf(Period) is not { } quarters) return null;
        var values = Array.ConvertAll(quarters, quarter => (quarter.Key, Value: _answer.Of(quarter).Get(definition)));
        // A line that a statement does not have any more is nothing there.
        var present = Array.FindAll(values, v => v.Value.Reason != ExchangeRatesBeforeRestatement.Reason);
        return present.Length > 0 && Array.TrueForAll(present, v => v.Value.Value is not null)
            ? Derivations.Sum(definition, Period, Array.ConvertAll(present, v => v.Value), string.Join(" + ", present.Select(v => v.Key))) : null;
    }
}
