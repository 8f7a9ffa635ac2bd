using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using static EdgarApi.Financials.Tests.Families.FamilyFigures;

namespace EdgarApi.Financials.Tests.Families;

/// <summary>The lines of a family are in its filers' statements and in no others.</summary>
public class FamilyStatementTests
{
    /// <summary>
    /// The families whose lines a kind of filer may have when its industry is unknown: what it reports decides. Brokers are lenders too, a
    /// trust bank has fees, a miner explores, and of the foreign filers Petrobras produces oil and ORIX insures lives.
    /// </summary>
    private static readonly Dictionary<string, string[]> Families = new()
    {
        ["reit"] = ["reit"],
        ["mreit"] = ["bank"],
        ["utility"] = ["utility"],
        ["oilgas"] = ["oil"],
        ["mining"] = ["oil"],
        ["20f-usgaap"] = ["oil", "insurer"],
        ["insurer"] = ["insurer"],
        ["healthinsurer"] = ["insurer"],
        ["broker"] = ["broker", "bank"],
        ["assetmanager"] = ["broker"],
        ["bank"] = ["bank", "broker"],
        ["spac"] = ["spac"],
        ["airline"] = ["airline"],
    };

    public static TheoryData<string, int> Filers =>
    [
        .. ExpectedLine.ReadAll().Select(line => (line.Kind, line.Cik)).Distinct()
            .Select(filer => new TheoryDataRow<string, int>(filer.Kind, filer.Cik)),
    ];

    [Theory]
    [MemberData(nameof(Filers))]
    public void Family_lines_appear_only_in_their_familys_statements(string kind, int cik)
    {
        var lines = Enum.GetValues<StatementKind>().SelectMany(one => BuildStatement(cik, one).Lines).Select(line => line.Id).ToList();
        Assert.NotEmpty(lines);
        var families = lines.Select(id => MetricCatalog.Definition(id).Family).OfType<string>().Distinct();
        Assert.Subset(Families.GetValueOrDefault(kind, []).ToHashSet(), families.ToHashSet());
    }

    [Fact]
    public void Funds_from_operations_are_net_income_plus_depreciation_less_gains()
    {
        var funds = Get(BostonProperties, "FundsFromOperations", "FY2009");
        Assert.Equal(274_499_000m + 321_681_000m - 11_760_000m, funds.Value);
        Assert.Equal(
            ["us-gaap:ProfitLoss", "us-gaap:DepreciationAndAmortization", "GainOnSaleOfRealEstate"],
            funds.Source!.Operands.Select(operand => operand.Concept));
        Assert.Equal([1m, 1m, -1m], funds.Source.Operands.Select(operand => operand.Factor));
    }

    [Fact]
    public void A_retailer_has_no_funds_from_operations_and_the_answer_says_why()
    {
        var value = Figures.Get(Companies.Costco, "FundsFromOperations", "FY2024");
        Assert.Equal((null, ReasonCode.OtherFamily, "only a real estate company has it"), (value.Value, value.ReasonCode, value.Reason));
    }

    [Theory]
    [InlineData(Companies.Scotiabank, "Fees", "FY2024")]
    [InlineData(Companies.RoyalBank, "TradingRevenue", "FY2024")]
    public void A_banks_fees_and_trading_are_not_a_brokers(int cik, string metric, string period) =>
        Assert.Equal(ReasonCode.OtherFamily, Figures.Get(cik, metric, period).ReasonCode);

    [Fact]
    public void A_real_estate_company_has_its_property_at_cost_its_depreciation_and_what_is_left() => Assert.Equal(
        (11_099_558_000m, 2_033_677_000m, 9_065_881_000m),
        (Value(BostonProperties, "RealEstateGross", "FY2009"), Value(BostonProperties, "AccumulatedDepreciation", "FY2009"),
            Value(BostonProperties, "RealEstateNet", "FY2009")));

    [Fact]
    public void A_broker_has_fees_and_trading_revenue() => Assert.Equal(
        (1_875_000_000m, 996_000_000m), (Value(Schwab, "Fees", "FY2009"), Value(Schwab, "TradingRevenue", "FY2009")));

    [Fact]
    public void A_blank_check_company_has_its_trust_and_redeemable_shares() => Assert.Equal(
        (525_020_571m, 502_310_590m, 502_310_590m),
        (Value(GoresHoldings, "TrustAssets", "FY2020"), Value(GoresHoldings, "RedeemableShares", "FY2020"),
            Value(GoresHoldings, "MezzanineEquity", "FY2020")));

    [Fact]
    public void Every_family_of_the_catalog_has_a_name() => Assert.Equal(
        FilerFamily.All.Keys.Order(),
        MetricCatalog.Definitions.Select(definition => definition.Family).OfType<string>().Distinct().Order());
}
