using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.Tests.Properties;
using static EdgarApi.Financials.Tests.Rules.SyntheticReport;

namespace EdgarApi.Financials.Tests.Rules;

/// <summary>Rules find or keep a value only if the lines of its filing lead to it. Amounts in millions.</summary>
public class UnprovenValueTests
{
    [Fact]
    public void Costs_and_income_do_not_make_revenue_if_interest_may_lie_between_them()
    {
        var facts = Parse(
            ("CostsAndExpenses", 800), ("InterestExpense", 150), (Pretax, 50), ("IncomeTaxExpenseBenefit", 10), ("NetIncomeLoss", 40));
        Assert.Equal((null, ReasonCode.CostsUnknown), Get(facts, "Revenue"));
    }

    [Fact]
    public void Costs_and_income_before_tax_as_tagged_make_revenue()
    {
        // Income of affiliates after tax is not a part of income before tax.
        var facts = Parse(
            ("CostsAndExpenses", 800), (Pretax, 200), ("IncomeTaxExpenseBenefit", 50), ("IncomeLossFromEquityMethodInvestments", 10),
            ("NetIncomeLoss", 160));
        Assert.Equal((1_000, null), Get(facts, "Revenue"));
    }

    [Fact]
    public void A_banks_total_that_nothing_proves_is_not_its_revenue()
    {
        var facts = Parse(("InterestIncomeExpenseNet", 700), ("NoninterestIncome", 300), ("Revenues", 500), ("NetIncomeLoss", 100));
        Assert.Equal((1_000, null), Get(facts, "Revenue"));
    }

    [Fact]
    public void A_banks_total_that_leads_to_income_before_tax_is_its_revenue()
    {
        // Gains of 20 have a line beside noninterest income.
        var facts = Parse(
            ("InterestIncomeExpenseNet", 700), ("NoninterestIncome", 300), ("Revenues", 1_020), ("ProvisionForLoanAndLeaseLosses", 120),
            ("NoninterestExpense", 500), (Pretax, 400), ("NetIncomeLoss", 300));
        Assert.Equal((1_020, null), Get(facts, "Revenue"));
    }

    [Fact]
    public void Minority_interest_of_before_2009_is_a_part_of_the_groups_profit_and_of_income_before_tax()
    {
        var facts = Parse(
            ("NetIncomeLoss", 100), ("MinorityInterestInNetIncomeLossOfConsolidatedEntities", 20), ("IncomeTaxExpenseBenefit", 30));
        Assert.Equal((100, null), Get(facts, "NetIncome"));
        Assert.Equal((120, null), Get(facts, "NetIncomeIncludingNoncontrolling"));
        Assert.Equal((20, null), Get(facts, "NetIncomeOfNoncontrolling"));
        Assert.Equal((150, null), Get(facts, "PretaxIncome"));
    }

    [Fact]
    public void A_net_income_that_includes_minority_interest_is_the_groups_profit()
    {
        var facts = Parse(
            (Pretax, 150), ("IncomeTaxExpenseBenefit", 30), ("NetIncomeLoss", 120),
            ("MinorityInterestInNetIncomeLossOfConsolidatedEntities", 20));
        Assert.Equal((120, null), Get(facts, "NetIncomeIncludingNoncontrolling"));
    }

    [Fact]
    public void Net_income_is_profit_less_its_share_before_income_to_common()
    {
        var facts = Parse(
            ("ProfitLoss", 100), ("NetIncomeLossAttributableToNoncontrollingInterest", 10),
            ("NetIncomeLossAvailableToCommonStockholdersBasic", 80));
        Assert.Equal((90, null), Get(facts, "NetIncome"));
        Assert.Equal((10, null), Get(facts, "NetIncomeOfNoncontrolling"));
        Assert.Equal((80, null), Get(facts, "NetIncomeToCommon"));
    }

    [Fact]
    public void Net_income_is_not_less_than_income_to_common()
    {
        var facts = Parse(
            ("ProfitLoss", 100), ("NetIncomeLossAttributableToNoncontrollingInterest", 10),
            ("NetIncomeLossAvailableToCommonStockholdersBasic", 95));
        Assert.Equal((95, null), Get(facts, "NetIncome"));
    }

    [Theory]
    [InlineData(2, null)]
    [InlineData(1_800, 1_800)]
    public void Liabilities_of_a_later_note_count_only_if_they_close_the_balance_sheet(int later, int? shown)
    {
        GeneratedFact[] facts =
        [
            .. Income(2020, ("Revenues", 500), ("NetIncomeLoss", 50)), .. Balance(2020, ("StockholdersEquity", 1_200)),
            .. Income(2021, ("Revenues", 600), ("NetIncomeLoss", 60)),
        ];
        var note = Balance(2021, ("Liabilities", later)).Single() with { End = new DateOnly(2020, 12, 31) };

        var (millions, reason) = Get(GeneratedFact.Parse([.. facts, note]), "Liabilities");

        Assert.Equal((shown, shown is null), (millions, reason == ReasonCode.OutsideBalanceSheet));
    }

    [Fact]
    public void Liabilities_of_a_later_note_do_not_count_if_nothing_shows_that_they_close_the_balance_sheet()
    {
        GeneratedFact[] facts =
            [.. Income(2020, ("Revenues", 500), ("NetIncomeLoss", 50)), .. Income(2021, ("Revenues", 600), ("NetIncomeLoss", 60))];
        var note = Balance(2021, ("Liabilities", 2)).Single() with { End = new DateOnly(2020, 12, 31) };

        Assert.Equal((null, ReasonCode.OutsideBalanceSheet), Get(GeneratedFact.Parse([.. facts, note]), "Liabilities"));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1_000, null)]
    [InlineData(2_000, 300)]
    public void Operating_income_far_above_income_before_tax_and_interest_is_the_segments(int revenue, int? shown)
    {
        (string, decimal)[] income = [("OperatingIncomeLoss", 300), ("InterestExpense", 20), (Pretax, 150), ("NetIncomeLoss", 100)];
        var (millions, reason) = Get(Parse(revenue == 0 ? income : [("Revenues", revenue), .. income]), "OperatingIncome");

        Assert.Equal((shown, shown is null), (millions, reason == ReasonCode.SegmentTotal));
    }

    [Fact]
    public void Revenue_has_one_concept_in_all_years_if_none_of_two_is_the_total()
    {
        int[] differences = [10, -10, 20, -20];
        var facts = GeneratedFact.Parse(differences.SelectMany((difference, i) => Income(
            2017 + i, ("SalesRevenueNet", 1_000), ("Revenues", 1_000 + difference), ("NetIncomeLoss", 100))));

        Assert.Equal(
            [1_010, 990, 1_020, 980],
            Figures.Points(facts, "Revenue", Frequency.Annual).Select(point => point.Value.Value / Figures.Million));
    }

    [Fact]
    public void Revenue_is_the_larger_concept_in_a_single_year_too()
    {
        int[] differences = [10, -10, 20, 20];
        var facts = GeneratedFact.Parse(differences.SelectMany((difference, i) => Income(
            2017 + i, ("SalesRevenueNet", 1_000), ("Revenues", 1_000 + difference), ("NetIncomeLoss", 100))));

        Assert.Equal((1_000, null), Get(facts, "Revenue", "FY2018"));
    }

    private const string Pretax =
        "IncomeLossFromContinuingOperationsBeforeIncomeTaxesExtraordinaryItemsNoncontrollingInterest";
}
