using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Vintages;

/// <summary>
/// Selects the line of a balance sheet. A report with the whole balance sheet of a date has precedence over a later one that only mentions
/// the figure, in a statement of equity or a table of several years. A line that the balance sheet shown lacks may come from another one
/// with the same total, but not from one before a restatement.
/// </summary>
internal sealed class WholeBalanceSheets
{
    public static readonly RuleDescription Rule = new(
        "whole-balance-sheets",
        "A report with the whole balance sheet has precedence over a later mention of one line; other sheets count if their totals agree.",
        "Regulation S-X 5-02, 3-01; statements of equity and tables of several years repeat single lines.");

    private static readonly string[] Assets = ConceptLists.Get(Rule.Id, "assets"), Claims = ConceptLists.Get(Rule.Id, "claims");

    private readonly FactColumns _columns;
    private readonly NewestVintage _newest;
    private readonly Lazy<Dictionary<(int Filing, int Day), decimal>> _sheets;
    private readonly Lazy<Dictionary<int, int>> _shown;
    private readonly Lazy<HashSet<(int Filing, int Day)>> _days;
    private readonly Lazy<Dictionary<int, int>> _acquirers;

    public WholeBalanceSheets(CompanyFacts facts, FilingRole[] roles, Vintage vintage)
    {
        (_columns, _newest) = (facts.Columns, new NewestVintage(facts.Columns, vintage));
        _sheets = new(() => FindSheets(facts));
        _shown = new(() => FindShown(roles));
        _days = new(() => [.. FindInstants(facts, Assets).Keys]);
        _acquirers = new(() => vintage == Vintage.Latest ? AccountingAcquirer.Find(facts, roles, _sheets.Value) : []);
    }

    /// <summary>The row shown of those near a day; -1 if not found.</summary>
    /// <param name="rows">The rows of one series.</param>
    /// <param name="end">The day.</param>
    /// <param name="anySheet">Whether balance sheets before a restatement count too.</param>
    public int Select(VintageRows rows, int end, bool anySheet)
    {
        var best = -1;
        var bestIsWhole = false;
        foreach (var row in rows)
        {
            var day = _columns.End[row];
            if (!anySheet && IsOfOldEntity(_columns.Filing[row], day)) continue;
            var isWhole = _sheets.Value.TryGetValue((_columns.Filing[row], day), out var assets);
            if (isWhole && !anySheet && !Restatement.IsSame(assets, _sheets.Value[(_shown.Value[day], day)])) continue;
            if (best >= 0 && (isWhole != bestIsWhole ? bestIsWhole : !_newest.IsBetter(row, best, FactColumns.Instant, end))) continue;
            (best, bestIsWhole) = (row, isWhole);
        }
        return best;
    }

    /// <summary>Whether a filing gives total assets of a day.</summary>
    public bool HasAssets(int filing, int day) => _days.Value.Contains((filing, day));

    /// <summary>Whether the balance sheets of a day are those of another entity before a reverse merger or fresh start.</summary>
    public bool HasNewEntity(int day) => _acquirers.Value.ContainsKey(day);

    private bool IsOfOldEntity(int filing, int day) => _acquirers.Value.TryGetValue(day, out var first) && filing < first;

    /// <summary>Total assets by filing and date of each whole balance sheet, that is, one with both totals.</summary>
    private static Dictionary<(int Filing, int Day), decimal> FindSheets(CompanyFacts facts)
    {
        var assets = FindInstants(facts, Assets);
        var claims = FindInstants(facts, Claims);
        return assets.Where(pair => claims.ContainsKey(pair.Key)).ToDictionary();
    }

    private static Dictionary<(int Filing, int Day), decimal> FindInstants(CompanyFacts facts, string[] concepts)
    {
        var instants = new Dictionary<(int, int), decimal>();
        foreach (var series in concepts.SelectMany(facts.SeriesIndex.FindAll).Select(i => facts.Series[i]))
            for (var row = series.First; row < series.End; row++)
                instants.TryAdd((facts.Columns.Filing[row], facts.Columns.End[row]), facts.Columns.Value[row]);
        return instants;
    }

    /// <summary>The filing whose balance sheet of each date is shown.</summary>
    private Dictionary<int, int> FindShown(FilingRole[] roles)
    {
        var shown = new Dictionary<int, int>();
        foreach (var (filing, day) in _sheets.Value.Keys)
        {
            if (roles[filing] == FilingRole.None) continue;
            if (!shown.TryGetValue(day, out var best) || _newest.IsShownBefore(filing, best)) shown[day] = filing;
        }
        return shown;
    }
}
