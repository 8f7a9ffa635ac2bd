using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;

namespace EdgarApi.Financials.Statements.Values;

/// <summary>The values of metrics in one period. Each metric's stages run at most once.</summary>
internal sealed class PeriodValues(FinancialModel model, FiscalPeriod period, AnswerValues answer)
{
    private static readonly MetricDefinition OperatingCashFlow = MetricCatalog.Definition("OperatingCashFlow");

    /// <summary>Places of the metrics' values in the answer's blocks, 0 where unknown; then those of values without formulas.</summary>
    private readonly int[] _values = new int[MetricCatalog.All.Count + MetricCatalog.ReportedSlots];

    /// <summary>Places of the results of concept lookups.</summary>
    private readonly int[] _fromConcepts = new int[MetricCatalog.All.Count];
    private readonly bool[] _isRunning = new bool[MetricCatalog.All.Count];
    private (bool IsKnown, StatementBasis? Value) _basis;

    public FiscalPeriod Period => period;

    /// <summary>The fiscal year of a quarter; null for another period, or if no annual report covers the year.</summary>
    public FiscalYear? ReportedYear =>
        period.Kind == FiscalPeriodKind.Quarter && model.Calendar.Year(period.FiscalYear) is { IsReported: true } year ? year : null;

    public MetricValue this[string metric] => Get(MetricCatalog.Definition(metric));

    /// <summary>The values of another period of the same <see cref="AnswerValues"/>.</summary>
    public PeriodValues At(FiscalPeriod other) => answer.At(other);

    public MetricValue Get(MetricDefinition definition)
    {
        ref var place = ref _values[definition.Index];
        if (place > 0) return answer.Values[place];
        if (!model.MayHave(definition)) return GetMissing(definition);
        var (first, value) = definition.ReportedSlot is null
            ? (0, GetMissing(definition)) : (definition.ReportedStages, GetReported(definition));
        if (value.Value is null) value = Run(definition, first, definition.Stages.Length, value);
        place = answer.Values.Add(value);
        return value;
    }

    /// <summary>The value without the metric's own formulas, for metrics that the formulas compute it from.</summary>
    public MetricValue GetReported(MetricDefinition definition)
    {
        ref var place = ref _values[MetricCatalog.All.Count + definition.ReportedSlot!.Value];
        if (place > 0) return answer.Values[place];
        var value = Run(definition, 0, definition.ReportedStages, GetMissing(definition));
        place = answer.Values.Add(value);
        return value;
    }

    /// <summary>The value from the concepts; for a quarter, on one basis with its fiscal year if the filings allow it.</summary>
    public CandidateLookup FromConceptsOfYear(MetricDefinition definition)
    {
        var lookup = FromConcepts(definition);
        if (lookup.Candidate is null || period.Kind != FiscalPeriodKind.Quarter) return lookup;
        return answer.GetQuarters(period.FiscalYear, definition) is { } quarters
            ? new CandidateLookup(quarters[period.Quarter - 1]) : lookup;
    }

    /// <summary>The value from the concepts for this period alone.</summary>
    public CandidateLookup FromConcepts(MetricDefinition definition)
    {
        // A fiscal year's quarters are compared in additive amounts, which are asked for again.
        var isAdditive = definition.Metric is { IsInstant: false, Unit: UnitKind.Currency };
        if (!isAdditive || period.Kind == FiscalPeriodKind.TrailingTwelveMonths) return Select(definition);
        ref var place = ref _fromConcepts[definition.Index];
        if (place > 0) return answer.FromConcepts[place];
        var found = Select(definition);
        place = answer.FromConcepts.Add(found);
        return found;
    }

    private CandidateLookup Select(MetricDefinition definition) =>
        new ConceptSelection(model, definition, period).Find(GetBasis(definition));

    private MetricValue Run(MetricDefinition definition, int first, int end, MetricValue value)
    {
        if (definition.Family is { } family && !model.Families.Contains(family)) return value;
        if (_isRunning[definition.Index]) throw new InvalidOperationException($"{definition.Metric.Id} of {period.Key} depends on itself.");
        _isRunning[definition.Index] = true;
        var context = new RuleContext(this, model, definition);
        for (var i = first; i < end; i++)
        {
            var (found, ends) = definition.Stages[i].Find(context);
            if (found.Value is not null || ends || found.ReasonCode != ReasonCode.NotReported) value = found;
            if (found.Value is not null || ends) break;
        }
        _isRunning[definition.Index] = false;
        return value;
    }

    private MetricValue GetMissing(MetricDefinition definition) => definition.Family is { } family && !model.Families.Contains(family)
        ? MetricValue.MissingInFamily(family) : MetricValue.Missing(ReasonCode.NotReported);

    /// <summary>
    /// The basis of the statement, which is that of operating cash flow: if a restatement makes it derive from values before or after the
    /// restatement, the other lines of the quarter do the same, so that the statement is on one basis.
    /// </summary>
    private StatementBasis? GetBasis(MetricDefinition definition)
    {
        if (period.Kind != FiscalPeriodKind.Quarter || definition == OperatingCashFlow) return null;
        if (definition.Metric is not { Statement: StatementKind.CashFlow, IsInstant: false }) return null;
        if (!_basis.IsKnown)
        {
            var finder = new ConceptFinder(model, OperatingCashFlow, OperatingCashFlow.Terms);
            _basis = (true, StatementBasis.From(finder, FromConceptsOfYear(OperatingCashFlow).Candidate));
        }
        return _basis.Value;
    }
}
