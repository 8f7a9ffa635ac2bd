using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;
using EdgarApi.Financials.Statements.Values;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class EpsOfIncomeShown : ValueRule
{
    private readonly MetricInput _netIncome;

    public EpsOfIncomeShown() : base(
        "eps-of-income-shown",
        "A quarter's EPS comes from a filing that gives the net income shown, even if a newer filing gives EPS of another net income.",
        "ASC 260-10-45-3; tables of quarters in annual reports give EPS of continuing operations.") => _netIncome = Reads("NetIncome");

    public override MetricValue? Find(in RuleContext context, MetricValue? reported)
    {
        var (model, period) = (context.Model, context.Period);
        if (reported is not { Source: { Derivation: null, OtherVintages.Count: > 0 } } || period.Kind != FiscalPeriodKind.Quarter)
            return null;
        if (context.Value(_netIncome) is not { } net || model.Calendar.Year(period.FiscalYear) is not { } year) return null;
        var vintages = new List<Candidate>();
        foreach (var term in context.Definition.Terms)
            new ConceptFinder(model, context.Definition, term).AddAlternatives(period, year, admitDerived: false, vintages);
        vintages.RemoveAll(vintage => vintage.IsDerived);
        vintages.Sort((a, b) => b.Filing(model) - a.Filing(model));
        if (vintages.Count == 0 || NetIncomesOfFiling.Get(model, vintages[0].Filing(model), period) is not { Count: > 0 } newest)
            return null;
        if (newest.Exists(income => Restatement.IsSame(income, net))) return null;
        var fitting = vintages.FindIndex(vintage =>
            NetIncomesOfFiling.Get(model, vintage.Filing(model), period).Exists(income => Restatement.IsSame(income, net)));
        return fitting < 0 ? null : vintages[fitting].ToValue(model, context.Definition, period);
    }
}
