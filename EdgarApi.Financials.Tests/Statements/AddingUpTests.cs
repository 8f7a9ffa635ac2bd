using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Tests.Statements;

/// <summary>Every statement of every complete company adds up as shown. <c>Other…</c> lines contain what the filer does not tag.</summary>
public class AddingUpTests
{
    /// <summary>Totals and their lines. A minus negates a line, and a missing line counts as zero.</summary>
    private static readonly (StatementKind Kind, string Total, string[] Lines)[] Sums =
    [
        (StatementKind.Income, "GrossProfit", ["Revenue", "-CostOfRevenue", "OtherGrossProfit"]),
        (StatementKind.Income, "OperatingExpenses", ["ResearchAndDevelopment", "SellingGeneralAdministrative", "OtherOperatingExpenses"]),
        (StatementKind.Income, "OperatingIncome", ["GrossProfit", "-OperatingExpenses", "OtherOperatingIncome"]),
        (StatementKind.Income, "PretaxIncome", ["OperatingIncome", "-InterestExpense", "OtherNonoperatingIncome"]),
        (StatementKind.Income, "NetIncomeIncludingNoncontrolling",
            ["PretaxIncome", "-IncomeTax", "DiscontinuedOperations", "OtherIncomeAfterTax"]),
        (StatementKind.Income, "NetIncome", ["NetIncomeIncludingNoncontrolling", "-NetIncomeOfNoncontrolling"]),
        (StatementKind.Income, "NetIncomeToCommon", ["NetIncome", "-PreferredDividends"]),
        (StatementKind.Balance, "CurrentAssets",
            ["CashAndEquivalents", "ShortTermInvestments", "Receivables", "Inventory", "OtherCurrentAssets"]),
        (StatementKind.Balance, "Assets",
            [
                "CurrentAssets", "LongTermInvestments", "PropertyPlantEquipment", "OperatingLeaseAssets", "Goodwill", "Intangibles",
                "OtherAssets",
            ]),
        (StatementKind.Balance, "CurrentLiabilities",
            ["AccountsPayable", "ShortTermDebt", "DeferredRevenueCurrent", "OtherCurrentLiabilities"]),
        (StatementKind.Balance, "Liabilities",
            ["CurrentLiabilities", "LongTermDebt", "OperatingLeaseLiabilities", "DeferredTaxLiabilities", "OtherLiabilities"]),
        (StatementKind.Balance, "Equity",
            [
                "PreferredStock", "CommonStock", "AdditionalPaidInCapital", "RetainedEarnings", "AccumulatedOtherComprehensiveIncome",
                "TreasuryStock", "OtherEquity",
            ]),
        (StatementKind.Balance, "Assets", ["LiabilitiesAndEquity"]),
        (StatementKind.CashFlow, "OperatingCashFlow",
            [
                "NetIncomeIncludingNoncontrolling", "DepreciationAmortization", "StockCompensation", "ChangeInReceivables",
                "ChangeInInventory", "ChangeInPayables", "OtherOperating",
            ]),
        (StatementKind.CashFlow, "InvestingCashFlow",
            ["CapitalExpenditures", "Acquisitions", "PurchasesOfInvestments", "SalesOfInvestments", "OtherInvesting"]),
        (StatementKind.CashFlow, "FinancingCashFlow", ["DebtIssued", "DebtRepaid", "ShareRepurchases", "DividendsPaid", "OtherFinancing"]),
        (StatementKind.CashFlow, "FreeCashFlow", ["OperatingCashFlow", "CapitalExpenditures"]),
    ];

    /// <summary>Sums without their subtotal: an unclassified balance sheet, or an income statement without operating income.</summary>
    private static readonly string[] Subtotals =
    [
        "Revenue", "CostOfRevenue", "OperatingExpenses", "OperatingIncome", "GrossProfit", "PretaxIncome", "IncomeTax",
        "NetIncomeIncludingNoncontrolling", "CurrentAssets", "CurrentLiabilities", "RetainedEarnings", "LiabilitiesAndEquity",
    ];

    public static TheoryData<int> Companies => [.. Tests.Companies.Complete];

    [Theory]
    [MemberData(nameof(Companies))]
    public void Lines_add_up_to_their_totals(int cik)
    {
        var off = new List<string>();
        var added = 0;
        foreach (var frequency in Enum.GetValues<Frequency>())
        {
            foreach (var kind in Enum.GetValues<StatementKind>())
            {
                var statement = Figures.Statement(cik, kind, frequency, periods: 200);
                foreach (var (_, total, lines) in Sums.Where(sum => sum.Kind == kind))
                    for (var period = 0; period < statement.Periods.Count; period++)
                    {
                        if (Value(statement, total, period) is not { } shown
                            || lines.Any(line =>
                                Subtotals.Contains(line.TrimStart('-')) && Value(statement, line.TrimStart('-'), period) is null))
                            continue;
                        added++;
                        var sum = lines.Sum(line => (line[0] == '-' ? -1 : 1) * (Value(statement, line.TrimStart('-'), period) ?? 0));
                        if (sum != shown) off.Add($"{statement.Periods[period].Key} {total}: {shown}, its lines {sum}");
                    }
            }
        }
        Assert.True(added > 40, $"{added} sums");
        Assert.Empty(off);
    }

    /// <summary>
    /// Gross profit of 497,874.3 million is 1,031,473.6 − 533,487.5 − 111.8. TSMC tags the 111.8 of unrealized profit with its own
    /// concept.
    /// </summary>
    [Fact]
    public void Tsmc_gross_profit_differs_from_revenue_minus_cost_by_a_line()
    {
        var statement = Figures.Statement(Tests.Companies.Tsmc, StatementKind.Income);

        Assert.Equal(
            -111_800_000m,
            Value(statement, "OtherGrossProfit", statement.Periods.ToList().FindIndex(period => period.Key == "FY2018")));
        Assert.DoesNotContain(Figures.Statement(Tests.Companies.Apple, StatementKind.Income).Lines, line => line.Id == "OtherGrossProfit");
    }

    /// <summary>Separately reported totals agree within the filer's rounding, or the statement's check fails.</summary>
    [Theory]
    [MemberData(nameof(Companies))]
    public void Separately_reported_totals_agree_or_a_check_fails(int cik)
    {
        foreach (var frequency in new[] { Frequency.Annual, Frequency.Quarterly })
        {
            Agree(
                Figures.Statement(cik, StatementKind.Balance, frequency, 200), "assets_equal_liabilities_and_equity", "Assets",
                ["Liabilities", "MezzanineEquity", "EquityIncludingNoncontrolling"]);
            Agree(
                Figures.Statement(cik, StatementKind.Income, frequency, 200), "gross_profit_equals_revenue_less_cost", "GrossProfit",
                ["Revenue", "-CostOfRevenue"]);
            Agree(
                Figures.Statement(cik, StatementKind.CashFlow, frequency, 200), "sections_equal_change_in_cash", "NetChangeInCash",
                ["OperatingCashFlow", "InvestingCashFlow", "FinancingCashFlow", "DiscontinuedCashFlow", "EffectOfExchangeRates"]);
        }
    }

    private static void Agree(Statement statement, string name, string total, string[] lines)
    {
        for (var period = 0; period < statement.Periods.Count; period++)
        {
            var check = statement.Checks.Single(check => check.Name == name && check.Period == statement.Periods[period].Key);
            if (check.Status == CheckStatus.NotApplicable) continue;
            var sum = lines.Sum(line => (line[0] == '-' ? -1 : 1) * (Value(statement, line.TrimStart('-'), period) ?? 0));
            Assert.Equal(check.Difference, Value(statement, total, period) - sum);
            Assert.Equal(check.Status is CheckStatus.Failed or CheckStatus.Restated, Math.Abs(check.Difference!.Value) > check.Tolerance);
        }
    }

    private static decimal? Value(Statement statement, string id, int period) =>
        statement.Lines.FirstOrDefault(line => line.Id == id)?.Values[period].Value;
}
