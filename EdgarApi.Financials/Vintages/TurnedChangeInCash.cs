using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Vintages;

/// <summary>Finds changes in cash with the wrong sign: the balances of their own filing changed by exactly the opposite.</summary>
internal static class TurnedChangeInCash
{
    public static readonly RuleDescription Rule = new(
        "sign-of-change-in-cash",
        "A change in cash counts with the opposite sign if the balances in its own filing changed by exactly the opposite.",
        "ASC 230-10-45-24; Ur-Energy's report of 2020 gives the increases of 2018 and 2019 as negative amounts.");

    private static readonly string[] Changes = ConceptLists.Get(Rule.Id, "changes"), Balances = ConceptLists.Get(Rule.Id, "balances");

    /// <summary>Adds the rows that count with the opposite sign.</summary>
    /// <param name="facts">The facts.</param>
    /// <param name="turned">Receives the rows.</param>
    public static void AddTo(CompanyFacts facts, HashSet<int> turned)
    {
        var balances = FindSeries(facts, Balances);
        if (balances.Length == 0) return;
        foreach (var series in FindSeries(facts, Changes))
        {
            for (var row = series.First; row < series.End; row++)
            {
                if (facts.Columns.Value[row] == 0 || facts.Columns.Start[row] == FactColumns.Instant) continue;
                if (IsTurned(facts, balances, row)) turned.Add(row);
            }
        }
    }

    private static FactSeries[] FindSeries(CompanyFacts facts, string[] concepts) =>
        [.. concepts.SelectMany(facts.SeriesIndex.FindAll).Select(index => facts.Series[index])];

    /// <summary>Whether a balance in a row's filing changed by the opposite over the row's period, and none by the row's amount.</summary>
    private static bool IsTurned(CompanyFacts facts, FactSeries[] balances, int row)
    {
        var columns = facts.Columns;
        var isOpposite = false;
        foreach (var series in balances)
        {
            if (FindOn(facts, series, row, columns.Start[row] - 1) is not { } opening
                || FindOn(facts, series, row, columns.End[row]) is not { } closing) continue;
            if (closing - opening == columns.Value[row]) return false;
            isOpposite |= opening - closing == columns.Value[row];
        }
        return isOpposite;
    }

    /// <summary>The balance of a day in a row's filing; null if missing.</summary>
    private static decimal? FindOn(CompanyFacts facts, FactSeries series, int row, int day)
    {
        var columns = facts.Columns;
        var first = columns.End.AsSpan(series.First, series.Count).BinarySearch(day);
        if (first < 0) return null;
        for (first += series.First; first > series.First && columns.End[first - 1] == day;) first--;
        for (var other = first; other < series.End && columns.End[other] == day; other++)
            if (columns.Filing[other] == columns.Filing[row]) return columns.Value[other];
        return null;
    }
}
