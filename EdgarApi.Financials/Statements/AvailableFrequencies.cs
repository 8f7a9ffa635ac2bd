using EdgarApi.Financials.Facts;

namespace EdgarApi.Financials.Statements;

/// <summary>Tells for which period lengths a company has a statement, if the requested one does not exist.</summary>
public static class AvailableFrequencies
{
    /// <summary>Gets the frequencies for which a statement has at least one period, based on all filings.</summary>
    public static IReadOnlyList<Frequency> Get(CompanyFacts facts, StatementKind kind, StatementView view) =>
        [.. Enum.GetValues<Frequency>().Where(frequency => Exists(facts, kind, view, frequency))];

    private static bool Exists(CompanyFacts facts, StatementKind kind, StatementView view, Frequency frequency) =>
        StatementBuilder.Build(facts, new StatementRequest(kind, frequency, Periods: 1) { View = view }).Periods.Count > 0;
}
