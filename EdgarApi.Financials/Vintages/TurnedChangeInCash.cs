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
        foreach (var series in Changes.SelectMany(facts.SeriesIndex.FindAll).Select(index => facts.Series[index]))
        {
            for (var row = series.First; row < series.End; row++)
            {
                if (facts.Columns.Value[row] == 0 || facts.Columns.Start[row] == FactColumns.Instant) continue;
                var changes = FindChanges(facts, row).ToList();
                if (changes.Contains(-facts.Columns.Value[row]) && !changes.Contains(facts.Columns.Value[row])) turned.Add(row);
            }
        }
    }

    /// <summary>By how much each balance in a row's filing changed over the row's period.</summary>
    private static IEnumerable<decimal> FindChanges(CompanyFacts facts, int row)
    {
        var columns = facts.Columns;
        foreach (var series in Balances.SelectMany(facts.SeriesIndex.FindAll).Select(index => facts.Series[index]))
        {
            var opening = FindOn(facts, series, row, columns.Start[row] - 1);
            if (FindOn(facts, series, row, columns.End[row]) - opening is { } change) yield return change;
        }
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
