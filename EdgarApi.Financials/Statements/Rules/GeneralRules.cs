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
        (PeriodicReports.Rule, typeof(PeriodicReports)),
        (FullRecasts.Rule, typeof(FullRecasts)),
        (OtherEntities.Rule, typeof(OtherEntities)),
        (FilerFamily.Rule, typeof(FilerFamily)),
        (ReportingCurrency.Rule, typeof(ReportingCurrency)),
        (UnitlessPerShare.Rule, typeof(UnitlessPerShare)),
        (NegativeAmounts.Rule, typeof(NegativeAmounts)),
        (FiscalCalendarBuilder.Rule, typeof(FiscalCalendarBuilder)),
        (FiscalLabels.Rule, typeof(FiscalLabels)),
        (NewestVintage.Rule, typeof(NewestVintage)),
        (SignOfMostFilings.Rule, typeof(SignOfMostFilings)),
        (WholeBalanceSheets.Rule, typeof(WholeBalanceSheets)),
        (AccountingAcquirer.Rule, typeof(AccountingAcquirer)),
        (NoFutureAmounts.Rule, typeof(NoFutureAmounts)),
        (SignSlips.Rule, typeof(SignSlips)),
        (InterestIsAnOutlay.Rule, typeof(InterestIsAnOutlay)),
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
        (QuarterByDifference.Rule, typeof(QuarterByDifference)),
        (RestatedQuarter.Rule, typeof(RestatedQuarter)),
        (QuarterBeforeRestatement.Rule, typeof(QuarterBeforeRestatement)),
        (TwelveMonthsByDifference.Rule, typeof(TwelveMonthsByDifference)),
        (RecastBasis.Rule, typeof(RecastBasis)),
        (QuartersOfYear.Rule, typeof(QuartersOfYear)),
        (StatementBasis.Rule, typeof(StatementBasis)),
        (YearOnOtherBases.Rule, typeof(YearOnOtherBases)),
        (RoundingUnits.Rule, typeof(RoundingUnits)),
        (CashBalanceCheck.Rule, typeof(CashBalanceCheck)),
    ];
}
