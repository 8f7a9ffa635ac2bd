using System.Collections.Frozen;

namespace EdgarApi.Financials.Statements.Rules;

/// <summary>The rules that stages of <c>metrics.json</c> name.</summary>
internal static class RuleCatalog
{
    public static IReadOnlyList<EngineRule> Rules { get; } =
    [
        new SumOfQuarters(),
        new AverageSharesOfQuarters(),
        new PerShareSumOfQuarters(),
        new FourthQuarterShares(),
        new FourthQuarterDilutedShares(),
        new FourthQuarterEps(),
        new FourthQuarterDividends(),
        new EpsOfIncomeShown(),
        new ChangeInCashThatFitsSections(),
        new DiscontinuedCashFlow(),
        new CashThatChangeLeadsTo(),
        new CashOfBank(),
        new BankRevenue(),
        new ProvisionBetweenSubtotals(),
        new CreditLossesThatClose(),
        new CostOfGrossProfit(),
        new InvestmentsOfInsurer(),
        new NotesOfFinance(),
        new MeasureOfIndustry(),
        new FleetDepreciation(),
        new RedeemableConvertibleNotes(),
        new MezzanineAtRedemptionValue(),
        new NetIncomeOfParts(),
        new ProfitWithNoncontrollingShare(),
        new TurnedIncomeTax(),
        new RevenueThatCloses(),
        new RevenueOfCosts(),
        new OilAndOtherProperty(),
        new NegativeDerivation(),
        new CapitalExpenditureInflow(),
        new ContractRevenueOfBank(),
        new GrossProfitOfPart(),
        new GrossProfitOfInsurer(),
        new GainsOfInsurer(),
        new TotalOfRealizedGains(),
        new SegmentOperatingIncome(),
        new StrayTotal(),
        new OperatingIncomeWithUnknownCosts(),
        new ProfitBeforeRestatement(),
        new IncomeBeforeDiscontinuedOperations(),
        new IncomeToCommonBeforeRestatement(),
        new EpsOfContinuingOperations(),
        new EpsOfAnotherIncome(),
        new EmptyEps(),
        new IncomeOfContinuingOperations(),
        new ContinuingIncomeBeforeTax(),
        new YearTaggedAsQuarter(),
        new EquityOfPart(),
        new DebtBeyondNoncurrentLiabilities(),
        new LeasesBeyondNoncurrentLiabilities(),
        new DepreciationOfAllElse(),
        new ExchangeRatesBeforeRestatement(),
    ];

    private static readonly FrozenDictionary<string, EngineRule> ById = Rules.ToFrozenDictionary(rule => rule.Description.Id);

    /// <summary>The rule that a stage names.</summary>
    public static T Find<T>(string id) where T : EngineRule =>
        ById.GetValueOrDefault(id) as T ?? throw new InvalidDataException($"metrics.json names '{id}', which is no {typeof(T).Name}.");
}
