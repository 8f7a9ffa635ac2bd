using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements.Pipeline;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Rules;

/// <summary>Trailing twelve months that end within a fiscal year.</summary>
internal sealed class SumOfQuarters() : ValueRule(
    "sum-of-quarters",
    "Twelve months that end within a fiscal year are the sum of the four quarters shown, so that a reader's own sum agrees.",
    "Regulation S-X 10-01(c); P&G's restated quarters do not add up to year plus year to date less the earlier one.")
{
    public override MetricValue? Find(in RuleContext context, MetricValue? reported)
    {
        if (context.Period is not { Kind: FiscalPeriodKind.TrailingTwelveMonths, Quarter: < 4 } period) return null;
        if (context.Model.Calendar.GetQuarters(period) is not { } quarters) return null;
        var present = new List<MetricValue>(quarters.Length);
        var keys = new List<string>(quarters.Length);
        foreach (var quarter in quarters)
        {
            var value = context.GetOwn(quarter);
            // A line that the restated statement no longer has counts as zero.
            if (value.ReasonCode == ReasonCode.NotInRestatedStatement) continue;
            if (value.Value is null) return null;
            present.Add(value);
            keys.Add(quarter.Key);
        }
        return present.Count == 0 ? null : Derivations.Sum(context.Definition, period, present, string.Join(" + ", keys));
    }
}
