using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Vintages;

/// <summary>Selects one of the rows that filings give for a period.</summary>
internal readonly struct NewestVintage(FactColumns columns, Vintage vintage)
{
    public static readonly RuleDescription Rule = new(
        "newest-vintage",
        "Of several filings' values the newest report's counts, or the first one for original values, among filings up to asOf.",
        "ASC 250-10-45-23; Kraft Heinz restated 2016 from 3,632 to 3,596 million.");

    /// <summary>The row that counts; -1 without rows.</summary>
    public int Select(VintageRows rows, int start, int end)
    {
        var best = -1;
        foreach (var row in rows)
            if (best < 0 || IsBetter(row, best, start, end)) best = row;
        return best;
    }

    /// <summary>Whether a row has precedence over another; of one filing the row whose dates are nearer has.</summary>
    public bool IsBetter(int row, int best, int start, int end)
    {
        int filing = columns.Filing[row], bestFiling = columns.Filing[best];
        return filing == bestFiling
            ? GetDistance(row, start, end) < GetDistance(best, start, end)
            : IsShownBefore(filing, bestFiling);
    }

    /// <summary>Whether a filing has precedence over another.</summary>
    public bool IsShownBefore(int filing, int other) => vintage == Vintage.Latest ? filing > other : filing < other;

    /// <summary>The days by which the dates of a row differ from those of a period.</summary>
    public int GetDistance(int row, int start, int end) =>
        Math.Abs(columns.End[row] - end) + (start == FactColumns.Instant ? 0 : Math.Abs(columns.Start[row] - start));
}
