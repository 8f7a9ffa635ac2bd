using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class CreditLossesThatClose : ValueRule
{
    private readonly MetricInput _revenue;
    private readonly BankBridge _bridge;
    private readonly string[] _expenses;

    public CreditLossesThatClose() : base(
        "credit-losses-that-close",
        "Without a total, a bank's provision is the sum of its expenses for credit losses that leads from revenue to income before tax.",
        "ASC 326-20-30-1, Regulation S-X 9-04.11; Bank of America's 5,935 million on loans less 114 on commitments.")
    {
        (_revenue, _bridge) = (Reads("Revenue"), new BankBridge(ReadsConceptsOf));
        _expenses = Concepts("expenses");
    }

    public override MetricValue? Find(in RuleContext context, MetricValue? reported)
    {
        if (context.Get(_revenue) is not { Value: { } revenue, Source: { } source }) return null;
        if (_bridge.FindCreditLosses(context, revenue) is not { } losses) return null;
        var expenses = new List<MetricValue>();
        foreach (var concept in _expenses)
            if (context.FromConcept(concept) is { Value: not null } expense) expenses.Add(expense);
        var rounding = Thresholds.UnitsOfSum * context.Model.Precision.GetUnit(source.Accession);
        // The fewest expenses first: a total before its parts.
        var sums = Enumerable.Range(1, (1 << expenses.Count) - 1).OrderBy(choice => int.PopCount(choice))
            .Select(choice => expenses.Where((_, i) => (choice & (1 << i)) != 0).ToList());
        foreach (var sum in sums)
            if (Math.Abs(sum.Sum(expense => expense.Value!.Value) - losses) <= rounding)
                return Derivations.Sum(
                    context.Definition, context.Period, sum, string.Join(" + ", sum.Select(expense => expense.Source!.Concept)));
        return null;
    }
}
