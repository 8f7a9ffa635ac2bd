using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Tests.Statements;

public class StatementBuilderTests
{
    [Fact]
    public void Apples_2025_income_statement_matches_its_annual_report()
    {
        var statement = StatementBuilder.Build(Companies.Facts(Companies.Apple), new StatementRequest(StatementKind.Income, Periods: 2));

        Assert.Equal("USD", statement.Currency);
        Assert.Equal(["FY2025", "FY2024"], statement.Periods.Select(period => period.Key));
        Assert.Equal([416_161_000_000m, 391_035_000_000m], Row(statement, "Revenue"));
        Assert.Equal([112_010_000_000m, 93_736_000_000m], Row(statement, "NetIncome"));
        Assert.Equal([7.46m, 6.08m], Row(statement, "EpsDiluted"));
        var source = statement.Lines.Single(line => line.Id == "Revenue").Values[0].Source!;
        Assert.Equal(
            ("us-gaap:RevenueFromContractWithCustomerExcludingAssessedTax", "10-K", null),
            (source.Concept, source.Form, source.Derivation));
    }

    [Fact]
    public void Q4_is_the_year_minus_nine_months_with_the_same_start()
    {
        var statement = StatementBuilder.Build(
            Companies.Facts(Companies.Apple), new StatementRequest(StatementKind.CashFlow, Frequency.Quarterly, 8));
        var column = statement.Periods.ToList().FindIndex(period => period.Key == "2025Q4");

        var value = statement.Lines.Single(line => line.Id == "OperatingCashFlow").Values[column];

        Assert.Equal(29_728_000_000m, value.Value);
        Assert.Equal("FY2025 − 9M2025", value.Source!.Derivation);
        Assert.Equal([111_482_000_000m, 81_754_000_000m], value.Source.Operands.Select(operand => operand.Value));
        Assert.Single(value.Source.Operands.Select(operand => operand.Start).Distinct());
        Assert.Equal((statement.Periods[column].Start, statement.Periods[column].End), (value.Source.Start!.Value, value.Source.End));
    }

    [Fact]
    public void Quarterly_balance_sheets_include_the_fiscal_year_end()
    {
        var statement = StatementBuilder.Build(
            Companies.Facts(Companies.Costco), new StatementRequest(StatementKind.Balance, Frequency.Quarterly, 8));
        Assert.Equal([4, 3, 2, 1], statement.Periods.Where(period => period.FiscalYear == 2025).Select(period => period.Quarter));
    }

    [Fact]
    public void Cash_outflows_are_negative_and_free_cash_flow_adds_up()
    {
        var statement = StatementBuilder.Build(Companies.Facts(Companies.Apple), new StatementRequest(StatementKind.CashFlow, Periods: 1));
        Assert.Equal(-12_715_000_000m, Row(statement, "CapitalExpenditures")[0]);
        Assert.Equal(Row(statement, "OperatingCashFlow")[0] + Row(statement, "CapitalExpenditures")[0], Row(statement, "FreeCashFlow")[0]);
    }

    [Fact]
    public void A_restated_value_is_marked_and_shows_earlier_values()
    {
        var statement = StatementBuilder.Build(
            Companies.Facts(Companies.UnderArmour), new StatementRequest(StatementKind.Income, Periods: 10));
        var column = statement.Periods.ToList().FindIndex(period => period.Key == "FY2021");

        var source = statement.Lines.Single(line => line.Id == "NetIncome").Values[column].Source!;

        Assert.True(source.Restated);
        Assert.Contains(source.OtherVintages, vintage => vintage.Value == 360_060_000m);
    }

    [Fact]
    public void One_statement_has_one_currency()
    {
        var statement = StatementBuilder.Build(Companies.Facts(Companies.Tsmc), new StatementRequest(StatementKind.Balance, Periods: 5));
        Assert.Equal("TWD", statement.Currency);
        Assert.NotEmptyAndAll(statement.Lines, line => Assert.Equal("TWD", line.Unit));
    }

    private static List<decimal?> Row(Statement statement, string id) =>
        [.. statement.Lines.Single(line => line.Id == id).Values.Select(value => value.Value)];
}
