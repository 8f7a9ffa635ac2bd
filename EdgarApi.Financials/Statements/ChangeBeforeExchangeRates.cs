using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;

namespace EdgarApi.Financials.Statements;

/// <summary>
/// Some filers tag the sum of the three sections, before the effect of exchange rates, as the change in cash. ASC 230-10-45-1 has the change include it.
/// </summary>
internal static class ChangeBeforeExchangeRates
{
    private static readonly string[] Sections = ["OperatingCashFlow", "InvestingCashFlow", "FinancingCashFlow"];

    /// <summary>The change with the effect of exchange rates, where the reported one leaves it out; otherwise null.</summary>
    public static MetricValue? Complete(PeriodValues values, MetricDefinition definition, MetricValue reported)
    {
        var sum = 0m;
        foreach (var section in Sections)
        {
            if (values[section].Value is not { } value) return null;
            sum += value;
        }
        var effect = values["EffectOfExchangeRates"];
        if (effect.Value is null or 0 || sum != reported.Value) return null;
        return Derivations.Of(
            definition, values.Period, sum + effect.Value.Value, $"{reported.Source!.Concept} + EffectOfExchangeRates", [new Operand(reported), new Operand(effect)]);
    }
}
