using EdgarApi.Financials.Statements.Pipeline;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class PerShareSumOfQuarters() : ValueRule(
    "per-share-sum-of-quarters",
    "Per-share figures of twelve months that do not end with the fiscal year are the sum of the four quarters'.",
    "ASC 260-10-45-10: each quarter stands on its own shares, so the sum may differ from a year's figure.")
{
    public override MetricValue? Find(in RuleContext context, MetricValue? reported) =>
        QuartersOfTwelveMonths.Find(context, out var unknown) is not { } quarters ? unknown : Derivations.Sum(
            context.Definition, context.Period, Array.ConvertAll(quarters, quarter => quarter.Value),
            string.Join(" + ", quarters.Select(quarter => quarter.Period.Key)));
}
