using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class ContractRevenueOfBank : RejectionRule
{
    private readonly MetricInput _interest;

    public ContractRevenueOfBank() : base(
        "contract-revenue-of-bank",
        "Revenue from contracts with customers is never the revenue of a bank: interest is outside its scope.",
        "ASC 606-10-15-2(c); Comerica's 772 million of fees beside net interest income of 2,190.") =>
        _interest = Reads("NetInterestIncome");

    public override ReasonCode? Reject(in RuleContext context, in Finding finding) =>
        finding.Candidate is { } candidate && context.Model.Families.Contains(BankBridge.Family)
        && ContractRevenue.IsOfContracts(context.Model, candidate.First.Row) && context.Value(_interest) is not null
            ? ReasonCode.PartOfRevenue : null;
}
