using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class DebtBeyondNoncurrentLiabilities : RejectionRule
{
    private readonly MetricInput _liabilities, _current;

    public DebtBeyondNoncurrentLiabilities() : base(
        "debt-beyond-noncurrent-liabilities",
        "Long-term debt above all liabilities due after a year is a note's total, current part included, or debt that has become due.",
        "Regulation S-X 5-02.22; SunEdison's debt became due in bankruptcy.") =>
        (_liabilities, _current) = (Reads("Liabilities"), Reads("CurrentLiabilities"));

    public override ReasonCode? Reject(in RuleContext context, in Finding finding) =>
        context.Value(_liabilities) - context.Value(_current) is > 0 and var noncurrent && noncurrent < finding.Value
            ? ReasonCode.ExceedsNoncurrentLiabilities : null;
}
