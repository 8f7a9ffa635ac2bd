using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Rules;

/// <remarks>Only the fourth quarter has no report of its own.</remarks>
internal sealed class FourthQuarterEps : ValueRule
{
    private const string Diluted = "EpsDiluted";

    private readonly ShareCount _basic, _diluted;
    private readonly Income[] _incomes;

    public FourthQuarterEps() : base(
        "fourth-quarter-eps",
        "A fourth quarter's EPS is its income by its weighted shares, of the income that gives the year's own EPS.",
        "ASC 260-10-45-10 to -16; filers differ in what they take off for the basic figure and add back for the diluted one.")
    {
        _basic = new(Reads("SharesBasic"), ReadsOtherPeriods("SharesBasic"));
        _diluted = new(Reads("SharesDiluted"), ReadsOtherPeriods("SharesDiluted"));
        var toCommon = new Income(Reads("NetIncomeToCommon"), ReadsOtherPeriods("NetIncomeToCommon"), null);
        // The diluted income is a concept that filers give beside income to common shareholders.
        _incomes =
            [toCommon, new(Reads("NetIncome"), ReadsOtherPeriods("NetIncome"), null), toCommon with { Concept = Concept("dilutedIncome") }];
    }

    private sealed record ShareCount(MetricInput OfQuarter, MetricInput OfYear);

    private sealed record Income(MetricInput OfQuarter, MetricInput OfYear, string? Concept)
    {
        public string Name => Concept ?? OfQuarter.Metric;

        public MetricValue InQuarter(in RuleContext quarter) => Concept is null ? quarter.Get(OfQuarter) : Get(quarter, Concept);

        public MetricValue InYear(in RuleContext year) => Concept is null ? year.Get(OfYear) : Get(year, Concept);

        private MetricValue Get(in RuleContext context, string concept) =>
            FormulaEvaluator.FromConcept(context.Values, context.Model, OfQuarter.Definition, concept);
    }

    public override MetricValue? Find(in RuleContext context, MetricValue? reported)
    {
        if (context.Period is not { Kind: FiscalPeriodKind.Quarter, Quarter: 4 } || context.ReportedYear is not { } fiscalYear) return null;
        var shares = context.Definition.Metric.Id == Diluted ? _diluted : _basic;
        var year = context.At(fiscalYear.Period);
        if (context.GetOwn(fiscalYear.Period).Value is not { } eps || year.Value(shares.OfYear) is not (> 0 and var yearShares))
            return null;
        if (context.Get(shares.OfQuarter) is not { Value: > 0 } count)
            return context.Get(shares.OfQuarter) is { ReasonCode: ReasonCode.DilutionDiffers } unknown ? unknown : null;

        (Income Income, MetricValue Value)? nearest = null;
        var smallest = decimal.MaxValue;
        // At a loss, diluted EPS uses the same income as basic EPS: adjustments of income do not dilute a loss either.
        foreach (var income in count.Source!.Derivation == FourthQuarterDilutedShares.AtLoss ? _incomes[..1] : _incomes)
        {
            MetricValue ofYear = income.InYear(year), ofQuarter = income.InQuarter(context);
            if (ofYear.Value is null || ofQuarter.Value is null) continue;
            var distance = Math.Abs(ofYear.Value.Value / yearShares - eps);
            if (distance < smallest) (nearest, smallest) = ((income, ofQuarter), distance);
        }
        if (nearest is not { } chosen) return null;
        if (chosen.Income.Concept is not null && !IsNearIncome(chosen.Value, context))
            return MetricValue.Missing(ReasonCode.DilutionDiffers);
        return Derivations.CreateQuotient(
            context.Definition, context.Period, ShareBasis.RoundPerShare(chosen.Value.Value!.Value / count.Value!.Value),
            $"{chosen.Income.Name} ÷ {shares.OfQuarter.Metric}", chosen.Value, count);
    }

    /// <summary>
    /// Interest on convertibles is little; the fair value of warrants, counted in some quarters and not in the year, is not.
    /// </summary>
    private bool IsNearIncome(MetricValue diluted, in RuleContext context) =>
        context.Value(_incomes[0].OfQuarter) is not { } income
        || Math.Abs(diluted.Value!.Value - income) <= Thresholds.MostDilutedIncomeChange * Math.Abs(income);
}
