using EdgarApi.Financials.Statements.Pipeline;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class RevenueThatCloses : ValueRule
{
    private readonly string[] _totals;
    private readonly string _costs, _operatingIncome;

    public RevenueThatCloses() : base(
        "revenue-that-closes",
        "Of several totals of revenue the one counts that is total costs plus operating income: the net line beside a gross one.",
        "Regulation S-X 5-03; Petrobras shows sales before and net operating revenue after taxes on sales.") =>
        (_totals, _costs, _operatingIncome) = (Concepts("totals"), Concept("costs"), Concept("operatingIncome"));

    public override MetricValue? Find(in RuleContext context, MetricValue? reported)
    {
        if (context.FromConcept(_costs).Value is not (> 0 and var costs)) return null;
        if (context.FromConcept(_operatingIncome).Value is not { } income || costs + income == reported?.Value) return null;
        foreach (var concept in _totals)
            if (concept != reported?.Source?.Concept && context.FromConcept(concept) is { Value: { } total } value
                && total == costs + income) return value;
        return null;
    }
}
