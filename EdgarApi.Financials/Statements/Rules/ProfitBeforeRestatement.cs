using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class ProfitBeforeRestatement : RejectionRule
{
    private readonly MetricInput _netIncome, _pretax, _tax, _discontinued;

    public ProfitBeforeRestatement() : base(
        "profit-before-restatement",
        "After a spin-off or reverse merger a profit on file may be the old company's: income before tax less tax decides.",
        "ASC 805-40-45-1; Herc's reports from 2016 on present another company's past than Hertz Global's before.")
    {
        // The formula of income before tax starts from this profit.
        (_netIncome, _pretax) = (Reads("NetIncome"), ReadsReported("PretaxIncome"));
        (_tax, _discontinued) = (Reads("IncomeTax"), Reads("DiscontinuedOperations"));
    }

    public override ReasonCode? Reject(in RuleContext context, in Finding finding)
    {
        if (finding.Candidate is not { } profit) return null;
        if (context.Get(_netIncome) is not { Value: { } net, Source: { } source } || net == profit.Value) return null;
        if (source.Filed <= context.Model.Facts.Filings[profit.Filing(context.Model)].Filed) return null;
        if (context.Value(_pretax) is not { } pretax || context.Value(_tax) is not { } tax) return null;
        var after = pretax - tax + (context.Value(_discontinued) ?? 0);
        return Math.Abs(after - net) < Math.Abs(after - profit.Value) ? ReasonCode.BeforeRestatement : null;
    }
}
