using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class LeasesBeyondNoncurrentLiabilities : RejectionRule
{
    private readonly MetricInput _liabilities, _current, _debt;

    public LeasesBeyondNoncurrentLiabilities() : base(
        "leases-beyond-noncurrent-liabilities",
        "Computed lease liabilities that exceed, with long-term debt, all liabilities due after a year include their current part.",
        "Regulation S-X 5-02.24, ASC 842-20-45-1.") =>
        (_liabilities, _current, _debt) = (Reads("Liabilities"), Reads("CurrentLiabilities"), Reads("LongTermDebt"));

    public override ReasonCode? Reject(in RuleContext context, in Finding finding) =>
        context.Value(_liabilities) - context.Value(_current) < finding.Value + (context.Value(_debt) ?? 0)
            ? ReasonCode.ExceedsNoncurrentLiabilities : null;
}
