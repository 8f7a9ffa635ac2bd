using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Tests.Traps;

/// <summary>Lines that existing software misses in these files.</summary>
public class MissingElsewhereTests
{
    [Theory]
    [InlineData("ShortTermInvestments", "FY2025", 18_763)]
    [InlineData("LongTermInvestments", "FY2025", 77_723)]
    [InlineData("DeferredRevenueCurrent", "FY2025", 9_055)]
    [InlineData("ShortTermInvestments", "FY2016", 46_671)]
    [InlineData("DeferredRevenueCurrent", "FY2016", 8_080)]
    public void Apple_has_marketable_securities_and_deferred_revenue(string metric, string year, int millions) =>
        Assert.Equal(millions * Figures.Million, Figures.Value(Companies.Apple, metric, year));

    [Fact]
    public void Apple_short_term_debt_is_commercial_paper_plus_current_term_debt()
    {
        var source = Figures.Get(Companies.Apple, "ShortTermDebt", "FY2025").Source!;

        Assert.Equal((7_979 + 12_350) * Figures.Million, source.Value);
        Assert.Equal(["us-gaap:CommercialPaper", "us-gaap:LongTermDebtCurrent"], source.Operands.Select(operand => operand.Concept));
    }

    [Fact]
    public void Nvidia_has_capital_expenditures_under_productive_assets()
    {
        var source = Figures.Get(Companies.Nvidia, "CapitalExpenditures", "FY2026").Source!;
        Assert.Equal((6_042 * Figures.Million, "us-gaap:PaymentsToAcquireProductiveAssets"), (source.Value, source.Concept));
        Assert.Equal(-6_042 * Figures.Million, Figures.Value(Companies.Nvidia, "CapitalExpenditures", "FY2026"));
        Assert.Equal(-1_284 * Figures.Million, Figures.Value(Companies.Nvidia, "CapitalExpenditures", "2026Q4"));
    }

    [Theory]
    [InlineData("Loans", 1_467_664)]
    [InlineData("Deposits", 2_559_320)]
    [InlineData("AllowanceForCreditLosses", 25_765)]
    [InlineData("InterestIncome", 193_341)]
    [InlineData("NetInterestIncome", 95_443)]
    [InlineData("NoninterestIncome", 87_004)]
    [InlineData("NoninterestExpense", 95_640)]
    [InlineData("ProvisionForCreditLosses", 14_212)]
    [InlineData("LongTermDebt", 435_206)]
    [InlineData("PreferredStock", 20_045)]
    [InlineData("OtherEquity", 0)]
    public void JPMorgan_has_bank_lines(string metric, int millions) =>
        Assert.Equal(millions * Figures.Million, Figures.Value(Companies.JPMorgan, metric, "FY2025"));

    /// <summary>
    /// Interest income, net interest income, noninterest income and provision of fiscal 2024. Noninterest income is untagged, so it is the
    /// rest of revenue.
    /// </summary>
    [Theory]
    [InlineData(Companies.RoyalBank, 104_951, 27_953, 29_391, 3_232)]
    [InlineData(Companies.BankOfMontreal, 65_985, 19_468, 13_327, 3_761)]
    [InlineData(Companies.TorontoDominion, 93_389, 30_472, 26_751, 4_253)]
    [InlineData(Companies.Scotiabank, 61_659, 19_252, 14_418, 4_051)]
    public void Canadian_banks_have_interest_income_and_provisions(int cik, int interest, int net, int noninterest, int provision) =>
        Assert.Equal(
            new[] { interest, net, noninterest, provision }.Select(millions => millions * Figures.Million),
            new[] { "InterestIncome", "NetInterestIncome", "NoninterestIncome", "ProvisionForCreditLosses" }.Select(metric =>
                Figures.Value(cik, metric, "FY2024")));

    [Fact]
    public void Canadian_banks_without_undimensioned_loan_and_deposit_totals_get_none()
    {
        foreach (var cik in new[] { Companies.RoyalBank, Companies.BankOfMontreal, Companies.TorontoDominion, Companies.Scotiabank })
            foreach (var metric in new[] { "Loans", "Deposits" })
                Assert.NotEmptyAndAll(
                    Figures.Points(cik, metric, Frequency.Annual),
                    point => Assert.Equal((null, "not reported"), (point.Value.Value, point.Value.Reason)));
    }

    [Theory]
    [InlineData("Revenue", 2_894_307.7)]
    [InlineData("CostOfRevenue", 1_269_954.1)]
    [InlineData("ResearchAndDevelopment", 204_181.8)]
    [InlineData("SellingGeneralAdministrative", 96_888.6)]
    [InlineData("OperatingIncome", 1_322_053.0)]
    [InlineData("InterestExpense", 10_495.4)]
    [InlineData("EquityMethodIncome", 4_880.7)]
    [InlineData("IncomeTax", 248_316.1)]
    [InlineData("NetIncome", 1_158_380.2)]
    [InlineData("CashAndEquivalents", 2_127_627.0)]
    [InlineData("ShortTermInvestments", 294_381.7)]
    [InlineData("Receivables", 270_683.2)]
    [InlineData("Inventory", 287_868.8)]
    [InlineData("LongTermInvestments", 148_867.0)]
    [InlineData("PropertyPlantEquipment", 3_234_980.1)]
    [InlineData("AccountsPayable", 72_800.6)]
    [InlineData("LongTermDebt", 958_428.9)]
    [InlineData("AdditionalPaidInCapital", 24_809.7)]
    [InlineData("RetainedEarnings", 3_872_973.4)]
    [InlineData("DepreciationAmortization", 662_796.6)]
    [InlineData("CapitalExpenditures", -956_006.5)]
    [InlineData("DebtIssued", 65_197.0)]
    [InlineData("DebtRepaid", -9_295.6)]
    [InlineData("DividendsPaid", -363_055.2)]
    public void Tsmc_2024_statements_are_complete(string metric, double millions) =>
        Assert.Equal((decimal)millions * Figures.Million, Figures.Value(Companies.Tsmc, metric, "FY2024"));

    /// <summary>Number of lines with a value per statement in the newest year with a balance sheet.</summary>
    [Theory]
    [InlineData(Companies.Tsmc, 20, 24, 18)]
    [InlineData(Companies.RoyalBank, 13, 13, 10)]
    [InlineData(Companies.BankOfMontreal, 13, 13, 12)]
    [InlineData(Companies.TorontoDominion, 13, 13, 10)]
    [InlineData(Companies.Scotiabank, 13, 13, 12)]
    [InlineData(Companies.LogisticProperties, 11, 16, 14)]
    public void Statements_of_IFRS_filers_are_not_empty(int cik, int income, int balance, int cashFlow) =>
        Assert.NotEmptyAndAll(
            new[] { (StatementKind.Income, income), (StatementKind.Balance, balance), (StatementKind.CashFlow, cashFlow) },
            expected =>
                Assert.True(
                    Figures.Statement(cik, expected.Item1, periods: 1).Lines.Count(line => line.Values[0].Value is not null) is var lines
                        && lines >= expected.Item2,
                    $"{expected.Item1}: {lines} lines, not {expected.Item2}"));
}
