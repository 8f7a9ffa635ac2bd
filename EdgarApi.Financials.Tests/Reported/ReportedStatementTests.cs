using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Tests.Reported;

public class ReportedStatementTests
{
    [Fact]
    public void Apples_2025_balance_sheet_follows_the_taxonomy_order()
    {
        var statement = Build(Companies.Apple, StatementKind.Balance);

        Assert.Equal("FY2025", statement.Periods[0].Key);
        AssertInOrder(
            statement,
            "CashAndCashEquivalentsAtCarryingValue",
            "MarketableSecuritiesCurrent",
            "AccountsReceivableNetCurrent",
            "InventoryNet",
            "AssetsCurrent",
            "PropertyPlantAndEquipmentNet",
            "AssetsNoncurrent",
            "Assets",
            "AccountsPayableCurrent",
            "LiabilitiesCurrent",
            "LongTermDebtNoncurrent",
            "Liabilities",
            "StockholdersEquity",
            "LiabilitiesAndStockholdersEquity");
        Assert.Equal((359_241_000_000m, 0, true), Shape(statement, "Assets"));
        Assert.Equal((147_957_000_000m, 1, true), Shape(statement, "AssetsCurrent"));
        Assert.Equal((35_934_000_000m, 2, false), Shape(statement, "CashAndCashEquivalentsAtCarryingValue"));
        Assert.Equal("Cash and Cash Equivalents, at Carrying Value", Line(statement, "CashAndCashEquivalentsAtCarryingValue").Label);
    }

    [Fact]
    public void Nvidias_income_statement_runs_from_revenue_to_earnings_per_share()
    {
        var statement = Build(Companies.Nvidia, StatementKind.Income);

        AssertInOrder(
            statement,
            "Revenues",
            "CostOfRevenue",
            "GrossProfit",
            "ResearchAndDevelopmentExpense",
            "SellingGeneralAndAdministrativeExpense",
            "OperatingExpenses",
            "OperatingIncomeLoss",
            "IncomeTaxExpenseBenefit",
            "NetIncomeLoss",
            "EarningsPerShareBasic",
            "EarningsPerShareDiluted");
        Assert.Equal((215_938_000_000m, 0, true), Shape(statement, "Revenues"));
        Assert.Equal((62_475_000_000m, 1, false), Shape(statement, "CostOfRevenue"));
        Assert.Equal((153_463_000_000m, 0, true), Shape(statement, "GrossProfit"));
    }

    [Fact]
    public void Tsmcs_convenience_translation_follows_each_line_in_its_own_currency()
    {
        var lines = Build(Companies.Tsmc, StatementKind.Balance).Lines;

        var assets = lines.Where(line => line.Id == "ifrs-full:Assets").ToList();
        Assert.Equal(["TWD", "USD"], assets.Select(line => line.Unit));
        Assert.Equal(6_691_764_700_000m, assets[0].Values[0].Value);
        Assert.Equal(lines.Count, lines.DistinctBy(line => (line.Id, line.Unit)).Count());
    }

    [Fact]
    public void A_bank_gets_bank_statements()
    {
        AssertInOrder(
            Build(Companies.JPMorgan, StatementKind.Income),
            "InterestIncomeOperating",
            "InterestExpenseOperating",
            "InterestIncomeExpenseNet",
            "ProvisionForLoanLeaseAndOtherLosses",
            "NoninterestIncome",
            "NoninterestExpense",
            "NetIncomeLoss");
        AssertInOrder(
            Build(Companies.JPMorgan, StatementKind.Balance), "CashAndDueFromBanks", "Assets", "Deposits", "Liabilities",
            "StockholdersEquity");
    }

    public static TheoryData<int> Filers => [.. Companies.Complete, Companies.JPMorgan];

    /// <summary>Covers the newest eight fiscal years and eight quarters of each filer.</summary>
    [Theory]
    [MemberData(nameof(Filers))]
    public void Every_concept_and_unit_reported_for_a_period_appears_exactly_once(int cik)
    {
        using var raw = new RawFacts(cik);
        foreach (var frequency in new[] { Frequency.Annual, Frequency.Quarterly })
        {
            var statements = Enum.GetValues<StatementKind>().Select(kind => Build(cik, kind, frequency, periods: 8)).ToList();
            foreach (var period in statements.Select(statement => statement.Periods).Aggregate((one, other) => [.. one.Intersect(other)]))
            {
                var shown = statements.SelectMany(statement => Shown(statement, statement.Lines, period))
                    .Concat(Shown(statements[0], statements[0].Unclassified, period))
                    .ToList();

                Assert.Equal(shown.Count, shown.Distinct().Count());
                Assert.Empty(raw.ReportedFor(period).Except(shown));
            }
        }
    }

    private static IEnumerable<(string, string)> Shown(Statement statement, IEnumerable<StatementLine> lines, FiscalPeriod period)
    {
        var column = statement.Periods.Index().Single(other => other.Item == period).Index;
        return lines.Where(line => line.Values[column].Value is not null).Select(line => (line.Id, line.Unit));
    }

    [Theory]
    [InlineData(Companies.Nvidia)]
    [InlineData(Companies.Walmart)]
    public void Every_underived_value_was_filed(int cik)
    {
        using var raw = new RawFacts(cik);
        foreach (var kind in Enum.GetValues<StatementKind>())
        {
            var statement = Build(cik, kind, Frequency.Quarterly, 8, new StatementOptions { Adjusted = false });
            foreach (var line in statement.Lines.Concat(statement.Unclassified))
            {
                var filed = line.Values.Where(value => value.Source is { Derivation: null }).Select(value => value.Value!.Value);
                Assert.Empty(filed.Except(raw.GetValues(line.Id, line.Unit)));
            }
        }
    }

    [Fact]
    public void Concepts_without_a_statement_accompany_every_statement()
    {
        var unclassified = Enum.GetValues<StatementKind>()
            .Select(kind => Build(Companies.Apple, kind).Unclassified.Select(line => line.Id).ToList())
            .ToList();

        Assert.Contains("us-gaap:UnrecognizedTaxBenefits", unclassified[0]);
        Assert.NotEmptyAndAll(unclassified, ids => Assert.Equal(unclassified[0], ids));
    }

    [Fact]
    public void Line_order_does_not_depend_on_the_number_of_periods()
    {
        var one = Ids(Build(Companies.Nvidia, StatementKind.CashFlow));
        var ten = Ids(Build(Companies.Nvidia, StatementKind.CashFlow, periods: 10));
        Assert.Equal(one, ten.Where(one.Contains));
    }

    [Fact]
    public void A_quarters_cash_flow_is_derived_from_year_to_date_values()
    {
        var statement = Build(Companies.Apple, StatementKind.CashFlow, Frequency.Quarterly, 8);
        var column = statement.Periods.ToList().FindIndex(period => period.Key == "2025Q4");

        var value = Line(statement, "NetCashProvidedByUsedInOperatingActivities").Values[column];

        Assert.Equal((29_728_000_000m, "FY2025 − 9M2025"), (value.Value, value.Source!.Derivation));
    }

    [Theory]
    [InlineData(Vintage.Original, 360_060_000)]
    [InlineData(Vintage.Latest, 351_003_000)]
    public void Restated_values_come_from_the_requested_vintage(Vintage vintage, decimal expected)
    {
        var statement = Build(
            Companies.UnderArmour, StatementKind.Income, periods: 10, options: new StatementOptions { Vintage = vintage });
        var column = statement.Periods.ToList().FindIndex(period => period.Key == "FY2021");
        Assert.Equal(expected, Line(statement, "NetIncomeLoss").Values[column].Value);
    }

    [Fact]
    public void The_standard_view_has_no_unclassified_lines() =>
        Assert.Empty(StatementBuilder.Build(Companies.Facts(Companies.Apple), new StatementRequest(StatementKind.Income)).Unclassified);

    private static Statement Build(
        int cik, StatementKind kind, Frequency frequency = Frequency.Annual, int periods = 1, StatementOptions? options = null) =>
        StatementBuilder.Build(
            Companies.Facts(cik),
            new StatementRequest(kind, frequency, periods) { View = StatementView.Reported, Options = options ?? new StatementOptions() });

    private static StatementLine Line(Statement statement, string concept) =>
        statement.Lines.Single(line => line.Id == $"us-gaap:{concept}");

    private static (decimal?, int, bool) Shape(Statement statement, string concept)
    {
        var line = Line(statement, concept);
        return (line.Values[0].Value, line.Level, line.IsTotal);
    }

    private static List<string> Ids(Statement statement) => [.. statement.Lines.Select(line => line.Id)];

    private static void AssertInOrder(Statement statement, params string[] concepts) =>
        Assert.Equal(concepts, Ids(statement).Select(id => id.Split(':')[1]).Where(concepts.Contains));
}
