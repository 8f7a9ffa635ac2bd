using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class CashThatChangeLeadsTo() : ValueRule(
    "cash-that-change-leads-to",
    "If cash is reported with and without businesses held for sale, the amount that equals opening cash plus the change counts.",
    "ASC 230-10-45-4 and 230-10-50-8; Cigna's 10,245 million less 4,697 million is 5,548; 425 of it is held for sale.")
{
    public override MetricValue? Find(in RuleContext context, MetricValue? reported)
    {
        if (reported is not { Value: { } shown }) return null;
        var (model, terms) = (context.Model, context.Definition.Terms);
        var others = new List<MetricValue>();
        foreach (var term in terms)
            if (context.FromConcept(term.Concept) is { Value: not null } balance && balance.Value != shown) others.Add(balance);
        if (others.Count == 0) return null;
        var cash = new CashRollForward(model, context.Period.End.DayNumber);
        IEnumerable<decimal> FindOpenings(int day) =>
            terms.Select(term => CashRollForward.FindBalance(model, term.Concept, day)).OfType<decimal>();
        if (cash.LeadsTo(shown, FindOpenings)) return null;
        foreach (var other in others)
            if (cash.LeadsTo(other.Value!.Value, FindOpenings)) return other;
        return null;
    }
}
