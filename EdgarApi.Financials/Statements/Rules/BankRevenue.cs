using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class BankRevenue : ValueRule
{
    private readonly MetricInput _interest, _other, _expense;
    private readonly BankBridge _bridge;

    public BankRevenue() : base(
        "bank-revenue",
        "A bank's revenue is net interest income plus noninterest income of one filing, unless its total is the one that leads to pretax.",
        "Regulation S-X 9-04; M&T tags revenue from contracts only, other banks a taxable-equivalent total.")
    {
        _interest = Reads("NetInterestIncome");
        // Noninterest income's formula starts from revenue.
        _other = ReadsReported("NoninterestIncome");
        _expense = ReadsConceptsOf("InterestExpense");
        _bridge = new BankBridge(ReadsConceptsOf);
    }

    public override MetricValue? Find(in RuleContext context, MetricValue? reported)
    {
        if (!context.Model.Families.Contains(BankBridge.Family)) return null;
        MetricValue interest = context.Get(_interest), other = context.Get(_other);
        if (interest.Source is not { } source || source.Accession != other.Source?.Accession) return null;
        var sum = interest.Value!.Value + other.Value!.Value;
        var rounding = Thresholds.UnitsOfSum * context.Model.Precision.GetUnit(source.Accession);
        if (context.Values.FromConceptsOfYear(context.Definition).Candidate is { } total
            && !ContractRevenue.IsOfContracts(context.Model, total.First.Row))
        {
            if (context.Model.Facts.Filings[total.Filing(context.Model)].Filed > source.Filed) return null;
            var isGross = total.Value > sum && context.FromConcepts(_expense) is { } expense
                && Math.Abs(total.Value - sum - expense.Value) <= rounding;
            if (Math.Abs(total.Value - sum) <= rounding || !isGross && _bridge.LeadsToPretax(context, total.Value, rounding)) return null;
        }
        return Derivations.Sum(context.Definition, context.Period, [interest, other], $"{_interest.Metric} + {_other.Metric}");
    }
}
