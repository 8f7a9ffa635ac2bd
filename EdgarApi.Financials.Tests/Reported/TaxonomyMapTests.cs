using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Reported;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Tests.Reported;

public class TaxonomyMapTests
{
    /// <summary>Catalog concepts that are on the cover page instead of a primary statement.</summary>
    private static readonly string[] OnNoStatement =
        ["dei:EntityCommonStockSharesOutstanding", "dei:EntityPublicFloat", "ifrs-full:AmortisationIntangibleAssetsOtherThanGoodwill"];

    /// <summary>
    /// Concepts of a statement other than the metric's: a bank's provision, deferred tax and impairment as cash flow adjustments,
    /// depreciation as an expense.
    /// </summary>
    private static readonly string[] OnAnotherStatement =
    [
        "ifrs-full:AdjustmentsForImpairmentLossReversalOfImpairmentLossRecognisedInProfitOrLoss",
        "ifrs-full:AdjustmentsForProvisions",
        "us-gaap:CostOfGoodsAndServicesSoldDepreciation",
        "us-gaap:DeferredIncomeTaxExpenseBenefit",
        "us-gaap:ExplorationAbandonmentAndImpairmentExpense",
        "us-gaap:GainsLossesOnExtinguishmentOfDebt",
        "us-gaap:ImpairmentOfRealEstate",
        "us-gaap:CostOfServicesDepreciation",
        "us-gaap:OperatingLeasesIncomeStatementDepreciationExpenseOnPropertySubjectToOrHeldForLease",
        "ifrs-full:DepreciationExpense",
        "ifrs-full:AmortisationExpense",
    ];

    [Fact]
    public void Every_concept_has_one_place()
    {
        var repeated = TaxonomyMap.All().GroupBy(entry => entry.Concept).Where(group => group.Count() > 1).Select(group => group.Key);
        Assert.Empty(repeated);
    }

    [Fact]
    public void Every_total_is_on_the_same_statement()
    {
        var astray = TaxonomyMap.All().Where(entry => entry.PartOf is { } total && TaxonomyMap.Find(total)?.Statement != entry.Statement);
        Assert.Empty(astray.Select(entry => entry.Concept));
    }

    [Fact]
    public void No_line_is_its_own_descendant()
    {
        foreach (var entry in TaxonomyMap.All())
        {
            var above = new HashSet<string>();
            for (var line = entry; line is not null; line = line.PartOf is { } total ? TaxonomyMap.Find(total) : null)
                Assert.True(above.Add(line.Concept), $"{entry.Concept} leads back to {line.Concept}");
        }
    }

    [Fact]
    public void Every_row_has_a_label() => Assert.DoesNotContain(TaxonomyMap.All(), entry => string.IsNullOrWhiteSpace(entry.Label));

    [Fact]
    public void Catalog_concepts_are_on_the_statement_of_one_of_their_metrics()
    {
        var astray = MetricCatalog.All
            .SelectMany(metric => metric.Concepts, (metric, concept) => (Concept: concept, metric.Statement))
            .Where(pair => !OnNoStatement.Contains(pair.Concept) && !OnAnotherStatement.Contains(pair.Concept))
            .GroupBy(pair => pair.Concept, pair => pair.Statement)
            .Where(metrics =>
                TaxonomyMap.Find(metrics.Key) is not { } entry || metrics.Any(s => s is not null) && !metrics.Contains(entry.Statement))
            .Select(metrics => metrics.Key);
        Assert.Empty(astray);
    }

    [Theory]
    [InlineData(
        StatementKind.Income, "Revenues", "CostOfRevenue", "GrossProfit", "OperatingExpenses", "OperatingIncomeLoss",
        "IncomeTaxExpenseBenefit", "ProfitLoss", "NetIncomeLoss", "EarningsPerShareBasic")]
    [InlineData(
        StatementKind.Balance, "CashAndCashEquivalentsAtCarryingValue", "InventoryNet", "AssetsCurrent", "Goodwill", "AssetsNoncurrent",
        "Assets", "LiabilitiesCurrent", "Liabilities", "StockholdersEquity", "LiabilitiesAndStockholdersEquity")]
    [InlineData(
        StatementKind.CashFlow, "ShareBasedCompensation", "NetCashProvidedByUsedInOperatingActivities",
        "PaymentsToAcquirePropertyPlantAndEquipment", "NetCashProvidedByUsedInInvestingActivities", "PaymentsOfDividends",
        "NetCashProvidedByUsedInFinancingActivities",
        "CashCashEquivalentsRestrictedCashAndRestrictedCashEquivalentsPeriodIncreaseDecreaseIncludingExchangeRateEffect",
        "InterestPaidNet")]
    public void US_GAAP_concepts_follow_the_statement_order(StatementKind statement, params string[] concepts)
    {
        var entries = concepts.Select(concept => TaxonomyMap.Find($"us-gaap:{concept}")!).ToList();
        Assert.NotEmptyAndAll(entries, entry => Assert.Equal(statement, entry.Statement));
        Assert.Equal(entries.OrderBy(entry => entry.Order), entries);
    }
}
