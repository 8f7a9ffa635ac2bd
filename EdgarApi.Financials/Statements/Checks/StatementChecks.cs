using System.Text.Json;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements.Rules;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Checks;

/// <summary>The equations that each statement must satisfy.</summary>
internal static class StatementChecks
{
    public const string AssetsEquation = "assets_equal_liabilities_and_equity", QuartersAddUp = "_quarters_add_to_the_year";

    public static IEnumerable<StatementCheck> Run(StatementKind kind, AnswerValues answer, FiscalPeriod period, FinancialModel model)
    {
        var equation = new Equation(answer, period, model);
        return kind switch
        {
            StatementKind.Balance =>
                [equation.Check(AssetsEquation, "Assets", "Liabilities + EquityIncludingNoncontrolling + MezzanineEquity?")],
            StatementKind.Income =>
            [
                .. BankRevenue(equation, model),
                equation.Check("gross_profit_equals_revenue_less_cost", "GrossProfit", "Revenue - CostOfRevenue"),
                equation.CheckPerShare("eps_times_shares_is_net_income", "NetIncomeToCommon", "EpsBasic", "SharesBasic"),
                .. Quarters(equation, period, "Revenue", "NetIncome"),
            ],
            _ =>
            [
                equation.Check(
                    "sections_equal_change_in_cash", "NetChangeInCash",
                    "OperatingCashFlow + InvestingCashFlow + FinancingCashFlow + DiscontinuedCashFlow? + EffectOfExchangeRates?"),
                new CashBalanceCheck(answer, period, model).Check("change_in_cash_equals_balance_sheet_change", "NetChangeInCash"),
                .. Quarters(equation, period, "OperatingCashFlow"),
            ],
        };
    }

    private static IEnumerable<StatementCheck> BankRevenue(Equation equation, FinancialModel model) =>
        model.Families.Contains(BankBridge.Family) ? [equation.CheckBankRevenue("bank_revenue_equals_its_parts")] : [];

    private static IEnumerable<StatementCheck> Quarters(Equation equation, FiscalPeriod period, params string[] metrics) =>
        period.Kind != FiscalPeriodKind.Year ? []
            : metrics.Select(metric => equation.CheckQuarters(NamesOfQuarters[metric], metric));

    private static readonly Dictionary<string, string> NamesOfQuarters = new[] { "Revenue", "NetIncome", "OperatingCashFlow" }
        .ToDictionary(metric => metric, metric => JsonNamingPolicy.SnakeCaseLower.ConvertName(metric) + QuartersAddUp);
}
