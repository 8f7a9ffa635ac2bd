using EdgarApi.Financials.Audit;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Tests.Cases;

/// <summary>What the rules of the number cases do beside the figure itself: to other periods, lines, marks, checks and the audit.</summary>
public class FilerKindTests
{
    private const decimal Million = 1_000_000m;

    [Fact]
    public void No_period_comes_from_the_statements_of_an_acquired_company()
    {
        var facts = NumberCases.Facts("khc-acquired-company-8k");

        Assert.Equal("2013-12-30", $"{NumberCases.Points(facts, "NetIncome", Frequency.Annual)[0].Period.Start:O}");
        Assert.Equal("2014-03-30", $"{NumberCases.Points(facts, "NetIncome", Frequency.Quarterly)[0].Period.End:O}");
        Assert.NotEmptyAndAll(
            NumberCases.Points(facts, "NetIncome", Frequency.Quarterly),
            point => Assert.False(point.Value.Source?.Accession == "0001637459-15-000025"));
    }

    [Fact]
    public void The_quarters_of_the_registrant_add_up_to_its_year()
    {
        var facts = NumberCases.Facts("khc-acquired-company-8k");
        var quarters = NumberCases.Points(facts, "NetIncome", Frequency.Quarterly).Where(point => point.Period.FiscalYear == 2014);

        Assert.Equal(657 * Million, NumberCases.Value(facts, "NetIncome", Frequency.Annual, "2014-12-28").Value);
        Assert.Equal(657 * Million, quarters.Sum(point => point.Value.Value));
    }

    [Fact]
    public void An_amount_repeated_in_millions_is_not_restated()
    {
        var value = NumberCases.Value(
            NumberCases.Facts("tsla-2018-thousands-then-millions"), "Revenue", Frequency.Quarterly, "2018-03-31");

        Assert.False(value.Source!.Restated);
        Assert.Equal("0001564590-19-013462", value.Source.Accession);
    }

    [Fact]
    public void Interest_expense_is_positive_in_every_year_and_keeps_its_amount_as_filed()
    {
        var facts = NumberCases.Facts("dis-interest-sign-opinc-discontinued");

        Assert.NotEmptyAndAll(
            NumberCases.Points(facts, "InterestExpense", Frequency.Annual), point => Assert.True(point.Value.Value > 0));
        Assert.Equal(-1_812 * Million, NumberCases.Value(facts, "InterestExpense", Frequency.Annual, "2025-09-27").Source!.Value);
    }

    [Fact]
    public void A_total_of_segments_is_missing_with_its_reason_and_one_that_adds_up_is_shown()
    {
        Assert.Equal(
            ReasonCode.SegmentTotal,
            NumberCases.Value(
                NumberCases.Facts("dis-interest-sign-opinc-discontinued"), "OperatingIncome", Frequency.Annual, "2020-10-03").ReasonCode);
        Assert.Equal(
            8_536 * Million,
            NumberCases.Value(NumberCases.Facts("ci-insurer-gross-profit"), "OperatingIncome", Frequency.Annual, "2023-12-31").Value);
    }

    [Fact]
    public void The_cash_flow_of_discontinued_operations_is_a_line_only_where_the_sections_need_it()
    {
        var facts = NumberCases.Facts("dis-interest-sign-opinc-discontinued");
        var statement = StatementBuilder.Build(facts, new StatementRequest(StatementKind.CashFlow, Frequency.Annual, 40));
        var line = statement.Lines.Single(line => line.Id == "DiscontinuedCashFlow");

        // 2017 and 2018 are zero. The case leaves out the effect of exchange rates since 2022, so nothing shows what the sections need.
        decimal?[] expected = [null, null, null, null, 9, 215, 10_974, null, null];
        Assert.Equal(expected.Select(value => value * Million), line.Values.Select(value => value.Value));
        Assert.NotEmptyAndAll(
            statement.Checks.Where(check => check.Name == "sections_equal_change_in_cash").Skip(4),
            check => Assert.Equal(CheckStatus.Passed, check.Status));
        Assert.DoesNotContain(
            Figures.Statement(Companies.Apple, StatementKind.CashFlow).Lines, line => line.Id == "DiscontinuedCashFlow");
    }

    [Theory]
    [InlineData("bank-cma")]
    [InlineData("bank-mtb")]
    [InlineData("bank-bac")]
    [InlineData("bank-gs")]
    public void A_banks_revenue_equals_its_parts(string name)
    {
        var request = new StatementRequest(StatementKind.Income, Frequency.Annual, 40);
        var checks = StatementBuilder.Build(NumberCases.Facts(name), request).Checks;

        Assert.Equal(CheckStatus.Passed, checks.Single(check => check.Name == "bank_revenue_equals_its_parts").Status);
    }

    [Fact]
    public void Only_a_bank_has_the_check_of_its_revenue() => Assert.DoesNotContain(
        Figures.Statement(Companies.Apple, StatementKind.Income).Checks, check => check.Name == "bank_revenue_equals_its_parts");

    [Theory]
    [InlineData("2016-05-31", 785.3, 507.0)]
    [InlineData("2017-05-31", 787.5, 539.9)]
    public void Cost_of_goods_and_of_services_are_parts_in_every_year(string end, decimal goods, decimal services) => Assert.Equal(
        (goods + services) * Million,
        NumberCases.Value(NumberCases.Facts("air-cost-of-goods-and-services"), "CostOfRevenue", Frequency.Annual, end).Value);

    [Theory]
    [InlineData("2011-12-31", 513_000_000)]
    [InlineData("2012-12-29", 580_222_000)]
    public void Revenue_is_after_excise_taxes_in_every_year(string end, decimal revenue) => Assert.Equal(
        revenue, NumberCases.Value(NumberCases.Facts("sam-gross-of-excise"), "Revenue", Frequency.Annual, end).Value);

    [Fact]
    public void The_audit_names_families_and_compares_values_with_their_filings()
    {
        var report = AuditReport.From(
        [
            CompanyAuditor.Audit(NumberCases.Facts("bank-mtb")), CompanyAuditor.Audit(NumberCases.Facts("sam-gross-of-excise")),
            CompanyAuditor.Audit(NumberCases.Facts("dis-interest-sign-opinc-discontinued")),
        ]);

        Assert.Equal(["bank", "other"], report.Families.Select(family => family.Family));
        Assert.Equal([1, 2], report.Families.Select(family => family.Companies));
        Assert.Contains(new AuditMeasure(AuditMeasures.RevenueOfFiling, 3, 3), report.Measures);
        Assert.Contains(new AuditMeasure(AuditMeasures.InterestSign, 9, 9), report.Measures);
        Assert.Equal(1, report.Families[0].Checks.Single(check => check.Name == "bank_revenue_equals_its_parts").Passed);
    }
}
