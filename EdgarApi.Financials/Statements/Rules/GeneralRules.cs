using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Splits;
using EdgarApi.Financials.Statements.Checks;
using EdgarApi.Financials.Statements.Quarters;
using EdgarApi.Financials.Statements.Values;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Statements.Rules;

/// <summary>The rules that apply to all metrics: which filings, rows and periods count, and which vintages may be combined.</summary>
internal static class GeneralRules
{
    /// <summary>Each rule with the type that holds it.</summary>
    public static IReadOnlyList<(RuleDescription Rule, Type Type)> All { get; } =
    [
        (FilingRoles.Rule, typeof(FilingRoles)),
        (FilingRoles.RecastRule, typeof(FilingRoles)),
        (OtherEntities.Rule, typeof(OtherEntities)),
        (FilerFamily.Rule, typeof(FilerFamily)),
        (ReportingCurrency.Rule, typeof(ReportingCurrency)),
        (UnitlessPerShare.Rule, typeof(UnitlessPerShare)),
        (NegativeAmounts.Rule, typeof(NegativeAmounts)),
        (FiscalCalendarBuilder.Rule, typeof(FiscalCalendarBuilder)),
        (FiscalLabels.Rule, typeof(FiscalLabels)),
        (FactView.VintageRule, typeof(FactView)),
        (FactView.SignRule, typeof(FactView)),
        (FactView.BalanceSheetRule, typeof(FactView)),
        (AccountingAcquirer.Rule, typeof(AccountingAcquirer)),
        (FactView.ScheduleRule, typeof(FactView)),
        (SignSlips.Rule, typeof(SignSlips)),
        (SignSlips.InterestRule, typeof(SignSlips)),
        (TurnedChangeInCash.Rule, typeof(TurnedChangeInCash)),
        (NegativeCredits.Rule, typeof(NegativeCredits)),
        (MisdatedTables.Rule, typeof(MisdatedTables)),
        (ZeroTotals.Rule, typeof(ZeroTotals)),
        (Restatement.Rule, typeof(Restatement)),
        (ShareScale.Rule, typeof(ShareScale)),
        (SplitHistory.Rule, typeof(SplitHistory)),
        (CombinedSplits.Rule, typeof(CombinedSplits)),
        (ConceptSelection.Rule, typeof(ConceptSelection)),
        (AlternatingConcepts.Rule, typeof(AlternatingConcepts)),
        (ConceptEquivalence.Rule, typeof(ConceptEquivalence)),
        (ContractRevenue.Rule, typeof(ContractRevenue)),
        (RevenueOfGrossProfit.Rule, typeof(RevenueOfGrossProfit)),
        (TablesOfParts.Rule, typeof(TablesOfParts)),
        (CoverPage.Rule, typeof(CoverPage)),
        (ConceptFinder.QuarterRule, typeof(ConceptFinder)),
        (ConceptFinder.RestatedQuarterRule, typeof(ConceptFinder)),
        (ConceptFinder.BeforeRestatementRule, typeof(ConceptFinder)),
        (ConceptFinder.TwelveMonthsRule, typeof(ConceptFinder)),
        (RecastBasis.Rule, typeof(RecastBasis)),
        (QuartersOfYear.Rule, typeof(QuartersOfYear)),
        (StatementBasis.Rule, typeof(StatementBasis)),
        (YearOnOtherBases.Rule, typeof(YearOnOtherBases)),
        (RoundingUnits.Rule, typeof(RoundingUnits)),
        (Equation.CashBalanceRule, typeof(Equation)),
    ];
}
