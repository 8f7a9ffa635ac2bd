using EdgarApi.Financials.FiscalCalendar;

namespace EdgarApi.Financials.Statements;

/// <summary>The equations that each statement must satisfy.</summary>
internal static class StatementChecks
{
    /// <summary>Filers round each number: a sum of a few may be off by as many last digits. Their last digit is a thousand or a million.</summary>
    private const decimal RelativeTolerance = 0.0001m;

    public static IEnumerable<StatementCheck> Of(StatementKind kind, AnswerValues answer, FiscalPeriod period, FinancialModel model)
    {
        var values = answer.Of(period);
        switch (kind)
        {
            case StatementKind.Balance:
                yield return Equation("assets_equal_liabilities_and_equity", period, values["Assets"].Value, Sum(values, "Liabilities", "EquityIncludingNoncontrolling") is { } claims
                    ? claims + (values["MezzanineEquity"].Value ?? 0) : null);
                break;
            case StatementKind.Income:
                yield return Equation("gross_profit_equals_revenue_less_cost", period, values["GrossProfit"].Value,
                    values["Revenue"].Value is { } revenue && values["CostOfRevenue"].Value is { } cost ? revenue - cost : null);
                break;
            default:
                yield return Equation("sections_equal_change_in_cash", period, values["NetChangeInCash"].Value,
                    Sum(values, "OperatingCashFlow", "InvestingCashFlow", "FinancingCashFlow") is { } sections ? sections + (values["EffectOfExchangeRates"].Value ?? 0) : null);
                break;
        }
    }

    private static decimal? Sum(PeriodValues values, params ReadOnlySpan<string> metrics)
    {
        var sum = 0m;
        foreach (var metric in metrics)
        {
            if (values[metric].Value is not { } value) return null;
            sum += value;
        }
        return sum;
    }

    private static StatementCheck Equation(string name, FiscalPeriod period, decimal? left, decimal? right)
    {
        if (left is null || right is null) return new StatementCheck(name, period.Key, CheckStatus.NotApplicable, null, 0);
        var tolerance = Math.Round(Math.Abs(left.Value) * RelativeTolerance, 0);
        var difference = left.Value - right.Value;
        return new StatementCheck(name, period.Key, Math.Abs(difference) <= tolerance ? CheckStatus.Passed : CheckStatus.Failed, difference, tolerance);
    }
}
