using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class CashOfBank : ValueRule
{
    private readonly string _due, _interestBearing, _total;

    public CashOfBank() : base(
        "cash-of-bank",
        "A bank's cash is its cash flow statement's: cash due from banks alone is a part where the statement also counts deposits there.",
        "ASC 230-10-45-4, Regulation S-X 9-03.1 and .2; JPMorgan's 23.4 billion due from banks beside 445.9 of deposits.") =>
        (_due, _interestBearing, _total) = (Concept("due"), Concept("interestBearing"), Concept("total"));

    public override MetricValue? Find(in RuleContext context, MetricValue? reported)
    {
        if (reported is not { Source.Concept: var concept } || concept != _due) return null;
        if (!context.Model.Families.Contains(BankBridge.Family)) return null;
        if (context.FromConcept(_total) is { Value: not null } total) return total;
        MetricValue due = reported.Value, deposits = context.FromConcept(_interestBearing);
        if (deposits.Value is not { } amount) return null;
        var model = context.Model;
        IEnumerable<decimal> FindOpenings(int day)
        {
            if (CashRollForward.FindBalance(model, _due, day) + CashRollForward.FindBalance(model, _interestBearing, day) is { } opening)
                yield return opening;
        }
        return new CashRollForward(model, context.Period.End.DayNumber).LeadsTo(due.Value!.Value + amount, FindOpenings)
            ? Derivations.Sum(context.Definition, context.Period, [due, deposits], $"{_due} + {_interestBearing}") : null;
    }
}
