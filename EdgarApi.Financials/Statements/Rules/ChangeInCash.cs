using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Rules;

/// <summary>
/// The change in cash that a statement of cash flows ends with. ASC 230-10-45-1 has it include the effect of exchange rates; filers tag it with and without,
/// not always with the concept that says so. What the sections add up to tells which it is.
/// </summary>
internal static class ChangeInCash
{
    public static readonly string[] Sections = ["OperatingCashFlow", "InvestingCashFlow", "FinancingCashFlow"];

    public static readonly string[] BeforeExchangeRates =
    [
        "us-gaap:CashCashEquivalentsRestrictedCashAndRestrictedCashEquivalentsPeriodIncreaseDecreaseExcludingExchangeRateEffect",
        "us-gaap:CashAndCashEquivalentsPeriodIncreaseDecreaseExcludingExchangeRateEffect",
        "ifrs-full:IncreaseDecreaseInCashAndCashEquivalentsBeforeEffectOfExchangeRateChanges",
    ];

    /// <summary>The value that fits the sections, where the reported one does not; otherwise null.</summary>
    /// <param name="values">The period.</param>
    /// <param name="model">The company.</param>
    /// <param name="definition">The metric.</param>
    /// <param name="reported">What the concepts of a change after exchange rates give, if anything.</param>
    public static MetricValue? Fitting(PeriodValues values, FinancialModel model, MetricDefinition definition, MetricValue? reported)
    {
        var sum = 0m;
        foreach (var section in Sections)
        {
            if (values[section].Value is not { } value) return null;
            sum += value;
        }
        var effect = values["EffectOfExchangeRates"];
        var total = sum + (effect.Value ?? 0);
        if (reported?.Value == total) return null;
        foreach (var other in Others(values, model, definition, reported))
        {
            if (other.Value == total) return other;
            if (other.Value == sum && effect.Value is not null) return Derivations.Of(
                definition, values.Period, total, $"{other.Source!.Concept} + EffectOfExchangeRates", [new Operand(other), new Operand(effect)]);
        }
        // Derived of a part that was tagged without exchange rates, it is what the sections and the balance sheets agree on.
        if (reported is not { Source.Derivation: not null } || ChangeOfBalance(values) != total) return null;
        string[] terms = effect.Value is null ? Sections : [.. Sections, "EffectOfExchangeRates"];
        return Derivations.Sum(definition, values.Period, Array.ConvertAll(terms, term => values[term]), string.Join(" + ", terms));
    }

    private static decimal? ChangeOfBalance(PeriodValues values) => values["CashAndEquivalents"].Value - values.AtStart("CashAndEquivalents");

    private static IEnumerable<MetricValue> Others(PeriodValues values, FinancialModel model, MetricDefinition definition, MetricValue? reported)
    {
        if (reported is { } own) yield return own;
        foreach (var concept in BeforeExchangeRates) yield return FormulaEvaluator.OfConcept(values, model, definition, concept);
        if (values.Period.Kind != FiscalPeriodKind.Quarter || model.Calendar.Year(values.Period.FiscalYear) is not { } year) yield break;
        var alternatives = new List<Candidate>();
        foreach (var tier in definition.Tiers) new ConceptFinder(model, definition, tier).AddDifferences(values.Period, year, alternatives);
        foreach (var alternative in alternatives) yield return alternative.ToValue(model, definition, values.Period);
    }
}
