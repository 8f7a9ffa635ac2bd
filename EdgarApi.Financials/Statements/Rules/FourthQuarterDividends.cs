using EdgarApi.Financials.Statements.Pipeline;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class FourthQuarterDividends() : ValueRule(
    "fourth-quarter-dividends",
    "A fourth quarter's dividends per share are the year's less the three quarters', unless that is negative.",
    "Regulation S-X 3-04.")
{
    public override MetricValue? Find(in RuleContext context, MetricValue? reported)
    {
        if (YearAndQuarters.Find(context) is not { } parts) return null;
        var dividends = parts.Year.Amount - parts.Quarters.Sum(quarter => quarter.Amount);
        return dividends < 0 ? null : Derivations.Create(
            context.Definition, context.Period, dividends,
            $"FY{context.Period.FiscalYear}" + string.Concat(parts.Quarters.Select(quarter => $" − {quarter.Period.Key}")),
            [new Operand(parts.Year.Value), .. parts.Quarters.Select(quarter => new Operand(quarter.Value, -1))]);
    }
}
