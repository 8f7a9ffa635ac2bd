using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Rules;

/// <summary>
/// After a spin-off or a reverse merger the newest reports give another company's past, and may have no profit before noncontrolling interests any more. Then
/// the last one on file is of the old company: income before tax less tax tells which of the two figures stands below it.
/// </summary>
internal static class ProfitBeforeRestatement
{
    public static bool Is(PeriodValues values, FinancialModel model, Candidate profit)
    {
        if (values["NetIncome"] is not { Value: { } net, Source: { } source } || net == profit.Value) return false;
        if (source.Filed <= model.Facts.Filings[profit.Filing(model)].Filed) return false;
        if (values["PretaxIncome"].Value is not { } pretax || values["IncomeTax"].Value is not { } tax) return false;
        var after = pretax - tax + (values["DiscontinuedOperations"].Value ?? 0);
        return Math.Abs(after - net) < Math.Abs(after - profit.Value);
    }
}
