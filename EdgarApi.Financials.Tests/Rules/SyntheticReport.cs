using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.Tests.Properties;

namespace EdgarApi.Financials.Tests.Rules;

/// <summary>
/// Annual reports with a few amounts, for rules that must not apply: real filings with just the wrong lines are not among the data.
/// </summary>
internal static class SyntheticReport
{
    public const string Year = "FY2020";

    /// <summary>Facts of one annual report of 2020, in millions of dollars.</summary>
    public static CompanyFacts Parse(params (string Concept, decimal Millions)[] amounts) => GeneratedFact.Parse(Income(2020, amounts));

    /// <summary>A metric of 2020 in millions, or why it is missing.</summary>
    public static (decimal? Millions, ReasonCode? Reason) Get(CompanyFacts facts, string metric, string period = Year)
    {
        var value = Figures.Points(facts, metric, Frequency.Annual).Single(point => point.Period.Key == period).Value;
        return (value.Value / Figures.Million, value.Value is null ? value.ReasonCode : null);
    }

    /// <summary>Amounts of a year in its own annual report, with a balance sheet's total assets.</summary>
    public static IEnumerable<GeneratedFact> Income(int year, params (string Concept, decimal Millions)[] amounts) =>
    [
        .. amounts.Select(amount => Create(year, amount.Concept, new DateOnly(year, 1, 1), amount.Millions)),
        .. Balance(year, ("Assets", 3_000)),
    ];

    /// <summary>Amounts at the end of a year in its own annual report.</summary>
    public static IEnumerable<GeneratedFact> Balance(int year, params (string Concept, decimal Millions)[] amounts) =>
        amounts.Select(amount => Create(year, amount.Concept, null, amount.Millions));

    private static GeneratedFact Create(int year, string concept, DateOnly? start, decimal millions) => new(
        concept, "USD", start, new DateOnly(year, 12, 31), millions * Figures.Million, $"0000000001-{year - 1999:D2}-000001", "10-K",
        new DateOnly(year + 1, 2, 20), year, "FY");
}
