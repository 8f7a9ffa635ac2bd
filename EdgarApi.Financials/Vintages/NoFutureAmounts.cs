using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Vintages;

/// <summary>Recognizes amounts that a filing expects. Counts and text may have later dates, such as those of the cover page.</summary>
internal static class NoFutureAmounts
{
    public static readonly RuleDescription Rule = new(
        "no-future-amounts",
        "An amount dated after its filing is a schedule, not an actual.",
        "Schedules of maturities and expected amortization; 156 rows in 26 companies.");

    /// <summary>Whether a row is an amount of a period that ends after its filing.</summary>
    public static bool IsFuture(CompanyFacts facts, FactSeries series, int row) =>
        facts.Columns.End[row] > facts.Filings[facts.Columns.Filing[row]].Filed.DayNumber && ReportingCurrency.IsCurrency(series.Unit);
}
