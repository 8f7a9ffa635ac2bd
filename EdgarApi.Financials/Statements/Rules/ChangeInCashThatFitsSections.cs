using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class ChangeInCashThatFitsSections : ValueRule
{
    private readonly MetricInput[] _sections;
    private readonly MetricInput _discontinued, _effect, _cash, _cashBefore;

    public ChangeInCashThatFitsSections() : base(
        RuleId,
        "Filers tag the change in cash with and without the effect of exchange rates; the one counts that the sections add up to.",
        "ASC 230-10-45-1; what a concept's name says is not always what its amount is.")
    {
        _sections = [Reads("OperatingCashFlow"), Reads("InvestingCashFlow"), Reads("FinancingCashFlow")];
        _discontinued = Reads("DiscontinuedCashFlow");
        (_effect, _cash, _cashBefore) =
            (Reads("EffectOfExchangeRates"), Reads("CashAndEquivalents"), ReadsOtherPeriods("CashAndEquivalents"));
    }

    private const string RuleId = "change-in-cash-that-fits-sections";

    /// <summary>Concepts of a change without the effect of exchange rates.</summary>
    public static string[] BeforeExchangeRates { get; } = ConceptLists.Get(RuleId, "beforeExchangeRates");

    public override MetricValue? Find(in RuleContext context, MetricValue? reported)
    {
        var sum = 0m;
        foreach (var section in _sections)
        {
            if (context.Value(section) is not { } value) return null;
            sum += value;
        }
        var discontinued = context.Get(_discontinued);
        sum += discontinued.Value ?? 0;
        var effect = context.Get(_effect);
        var total = sum + (effect.Value ?? 0);
        if (reported?.Value == total) return null;
        foreach (var other in FindOthers(context, reported))
        {
            if (other.Value == total) return other;
            if (other.Value == sum && effect.Value is not null)
                return Derivations.Create(
                    context.Definition, context.Period, total, $"{other.Source!.Concept} + {_effect.Metric}",
                    [new Operand(other), new Operand(effect)]);
        }
        // A part that was tagged without exchange rates spoils a difference; the sections and the balance sheets still agree.
        if (reported is not { Source.Derivation: not null } || GetChangeOfBalance(context) != total) return null;
        List<MetricInput> terms = [.. _sections];
        if (discontinued.Value is not null) terms.Add(_discontinued);
        if (effect.Value is not null) terms.Add(_effect);
        var values = new MetricValue[terms.Count];
        for (var i = 0; i < terms.Count; i++) values[i] = context.Get(terms[i]);
        return Derivations.Sum(context.Definition, context.Period, values, string.Join(" + ", terms.Select(term => term.Metric)));
    }

    private decimal? GetChangeOfBalance(in RuleContext context) =>
        context.Model.Calendar.Preceding(context.Period) is { } before
            ? context.Value(_cash) - context.At(before).Value(_cashBefore) : null;

    private static IEnumerable<MetricValue> FindOthers(RuleContext context, MetricValue? reported)
    {
        var (model, definition, period) = (context.Model, context.Definition, context.Period);
        if (reported is { } own) yield return own;
        foreach (var concept in BeforeExchangeRates) yield return context.FromConcept(concept);
        if (period.Kind != FiscalPeriodKind.Quarter || model.Calendar.Year(period.FiscalYear) is not { } year) yield break;
        var alternatives = new List<Candidate>();
        foreach (var tier in definition.Concepts!.Tiers)
            new ConceptFinder(model, definition, tier).AddDifferences(period, year, alternatives);
        foreach (var alternative in alternatives) yield return alternative.ToValue(model, definition, period);
    }
}
