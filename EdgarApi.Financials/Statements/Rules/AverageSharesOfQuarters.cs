using EdgarApi.Financials.Statements.Pipeline;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class AverageSharesOfQuarters() : ValueRule(
    "average-shares-of-quarters",
    "The weighted shares of twelve months are the day-weighted average of the four quarters'.",
    "ASC 260-10-45-10.")
{
    public override MetricValue? Find(in RuleContext context, MetricValue? reported)
    {
        if (QuartersOfTwelveMonths.Find(context, out var unknown) is not { } quarters) return unknown;
        decimal days = quarters.Sum(quarter => quarter.Period.Days);
        var shares = quarters.Sum(quarter => quarter.Amount * quarter.Period.Days) / days;
        return Derivations.Create(
            context.Definition, context.Period, Math.Round(shares, 0), "Σ quarter × days ÷ Σ days",
            [.. quarters.Select(quarter => new Operand(quarter.Value, quarter.Period.Days / days))]);
    }
}
