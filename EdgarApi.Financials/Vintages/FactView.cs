using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Vintages;

/// <summary>
/// The facts that count for an <c>asOf</c> date, and which of several vintages is shown. A fact counts if its filing does
/// (<see cref="FilingRoles"/>) and no rule excludes its row.
/// </summary>
internal sealed class FactView
{
    public static readonly RuleDescription VintageRule = new(
        "newest-vintage",
        "Of several filings' values the newest report's counts, or the first one for original values, among filings up to asOf.",
        "ASC 250-10-45-23; Kraft Heinz restated 2016 from 3,632 to 3,596 million.");

    public static readonly RuleDescription SignRule = new(
        "sign-of-most-filings",
        "Of an amount that is filed with both signs the sign of most filings counts, of two filings the first one's.",
        "SunEdison: −39.2 and +39.2 million.");

    public static readonly RuleDescription BalanceSheetRule = new(
        "whole-balance-sheets",
        "A report with the whole balance sheet has precedence over a later mention of one line; other sheets count if their totals agree.",
        "Regulation S-X 5-02, 3-01; statements of equity and tables of several years repeat single lines.");

    public static readonly RuleDescription ScheduleRule = new(
        "no-future-amounts",
        "An amount dated after its filing is a schedule, not an actual.",
        "Schedules of maturities and expected amortization; 156 rows in 26 companies.");

    /// <summary>Maximum days by which filings differ on the dates of one period.</summary>
    public const int Tolerance = Thresholds.SamePeriodDays;

    private readonly Vintage _vintage;
    private readonly Func<VintageRows, int> _selectVintage;

    /// <summary>By series, built when it is first asked for. A lost race only repeats work.</summary>
    private readonly SeriesPeriods?[] _periods;
    private readonly Lazy<Dictionary<(int Filing, int Day), decimal>> _balanceSheets;
    private readonly Lazy<Dictionary<int, int>> _shownSheets;
    private readonly Lazy<HashSet<(int Filing, int Day)>> _sheetDays;
    private readonly Lazy<Dictionary<int, int>> _acquirers;
    private readonly HashSet<int> _slips, _turned = [];
    private readonly Lazy<string> _currency;
    private readonly Lazy<FilingPrecision> _precision;
    private readonly Lazy<Repetitions> _repetitions;

    public FactView(CompanyFacts facts, DateOnly? asOf, Vintage vintage)
    {
        (Facts, _vintage, _selectVintage, _periods) = (facts, vintage, SelectVintage, new SeriesPeriods?[facts.Series.Length]);
        Roles = FilingRoles.Classify(facts, asOf);
        _balanceSheets = new(() => FilingRoles.BalanceSheets(facts));
        _shownSheets = new(ShownSheets);
        _sheetDays = new(() => FilingRoles.BalanceSheetDays(facts));
        _acquirers = new(() => vintage == Vintage.Latest ? AccountingAcquirer.Find(facts, Roles, _balanceSheets.Value) : []);
        _currency = new(() => ReportingCurrency.Find(this));
        _precision = new(() => new FilingPrecision(facts, Currency));
        _repetitions = new(() => new Repetitions(facts, row => Counts(facts.Series[facts.GetSeries(row)], row), () => Precision));
        _slips = SignSlips.Find(facts, Roles, _turned);
        NegativeCredits.AddTo(facts, _turned);
        TurnedChangeInCash.AddTo(facts, _turned);
        _slips.UnionWith(MisdatedTables.Find(facts, Roles));
        _slips.UnionWith(ZeroTotals.Find(facts, Roles));
    }

    public CompanyFacts Facts { get; }

    /// <summary>The role of each filing; <see cref="FilingRole.None"/> also for one that is not yet on file.</summary>
    public FilingRole[] Roles { get; }

    public Vintage Vintage => _vintage;

    /// <summary>The reporting currency, ISO 4217; empty if no amount was reported.</summary>
    public string Currency => _currency.Value;

    /// <summary>The unit to which each filing rounds its amounts.</summary>
    public FilingPrecision Precision => _precision.Value;

    /// <summary>The row whose amount is shown for a row: one with more digits, if a later filing repeats it with fewer.</summary>
    public int GetFinest(int row) => _vintage == Vintage.Original ? row : _repetitions.Value.GetFinest(row);

    /// <summary>Whether two rows of a fact give one amount, with or without rounding.</summary>
    public bool AreSame(int row, int other) => _repetitions.Value.AreSame(row, other);

    /// <summary>Whether a row counts with the opposite sign, because an expense or a credit balance was filed as negative.</summary>
    public bool IsTurned(int row) => _turned.Count > 0 && _turned.Contains(row);

    /// <summary>Whether a filing corrects an earlier one.</summary>
    public bool IsAmendment(int filing) => FilingRoles.IsAmendment(Facts.Filings[filing].Form);

    /// <summary>
    /// The row shown for a period of a series; -1 if not found. A start of <see cref="FactColumns.Instant"/> asks for an instant.
    /// </summary>
    public int Select(int series, int start, int end)
    {
        var periods = GetPeriods(series);
        var period = periods.Find(start, end);
        if (period >= 0 && (start != FactColumns.Instant || periods.GetEnd(period) == end)) return periods.GetShown(period, _selectVintage);
        var rows = Near(series, start, end);
        return rows.Count == 0 ? -1 : Select(rows, start, end);
    }

    private int SelectVintage(VintageRows rows) => Select(rows, Facts.Columns.Start[rows[0]], Facts.Columns.End[rows[0]]);

    private int Select(VintageRows rows, int start, int end)
    {
        var best = -1;
        foreach (var row in rows)
            if (best < 0 || IsBetter(row, best, start, end)) best = row;
        return _vintage == Vintage.Original ? best : WithProvenSign(rows, start, end, best);
    }

    /// <summary>The row with the sign of most filings; if both signs are equally frequent, with that of the oldest filing.</summary>
    private int WithProvenSign(VintageRows rows, int start, int end, int shown)
    {
        var value = Facts.Columns.Value[shown];
        int same = 0, opposite = 0, oldest = -1, newestOpposite = -1;
        foreach (var row in rows)
        {
            var other = Facts.Columns.Value[row];
            if (other != value && other != -value || value == 0) continue;
            if (other == value) same++;
            else
            {
                opposite++;
                if (newestOpposite < 0 || IsBetter(row, newestOpposite, start, end)) newestOpposite = row;
            }
            if (oldest < 0 || Facts.Columns.Filing[row] < Facts.Columns.Filing[oldest]) oldest = row;
        }
        var isSlip = opposite > same || opposite == same && opposite > 0 && Facts.Columns.Value[oldest] != value;
        return isSlip ? newestOpposite : shown;
    }

    private bool IsBetter(int row, int best, int start, int end)
    {
        int filing = Facts.Columns.Filing[row], bestFiling = Facts.Columns.Filing[best];
        return filing == bestFiling
            ? Distance(row, start, end) < Distance(best, start, end)
            : IsShownBefore(row, best);
    }

    /// <summary>Whether the filing of one row has precedence over that of another.</summary>
    public bool IsShownBefore(int row, int other) => _vintage == Vintage.Latest
        ? Facts.Columns.Filing[row] > Facts.Columns.Filing[other]
        : Facts.Columns.Filing[row] < Facts.Columns.Filing[other];

    /// <summary>
    /// The row shown for a balance sheet's date; -1 if not found. A report with the whole balance sheet of that date has precedence over a
    /// later one that only mentions the figure, in a statement of equity or a table of several years. A line that the balance sheet shown
    /// lacks may come from another one with the same total, but not from one before a restatement.
    /// </summary>
    /// <param name="series">Concept and unit.</param>
    /// <param name="end">The day.</param>
    /// <param name="orBeforeRestatement">Whether to fall back to a line that only a balance sheet before a restatement has.</param>
    public int SelectInstant(int series, int end, bool orBeforeRestatement = false)
    {
        var selected = SelectInstantOn(series, end, anySheet: false);
        return selected < 0 && orBeforeRestatement ? SelectInstantOn(series, end, anySheet: true) : selected;
    }

    private int SelectInstantOn(int series, int end, bool anySheet)
    {
        var best = -1;
        var bestIsWhole = false;
        foreach (var row in Near(series, FactColumns.Instant, end))
        {
            var day = Facts.Columns.End[row];
            if (!anySheet && IsOfOldEntity(Facts.Columns.Filing[row], day)) continue;
            var isWhole = _balanceSheets.Value.TryGetValue((Facts.Columns.Filing[row], day), out var assets);
            if (isWhole && !anySheet && !Restatement.IsSame(assets, _balanceSheets.Value[(_shownSheets.Value[day], day)])) continue;
            if (best >= 0 && (isWhole != bestIsWhole ? bestIsWhole : !IsBetter(row, best, FactColumns.Instant, end))) continue;
            (best, bestIsWhole) = (row, isWhole);
        }
        return best;
    }

    /// <summary>Whether the balance sheets of a day are those of another entity before a reverse merger or fresh start.</summary>
    public bool HasNewEntity(int day) => _acquirers.Value.ContainsKey(day);

    private bool IsOfOldEntity(int filing, int day) => _acquirers.Value.TryGetValue(day, out var first) && filing < first;

    /// <summary>Whether a filing gives total assets of a day.</summary>
    public bool HasBalanceSheet(int filing, int day) => _sheetDays.Value.Contains((filing, day));

    /// <summary>The filing whose balance sheet of each date is shown.</summary>
    private Dictionary<int, int> ShownSheets()
    {
        var shown = new Dictionary<int, int>();
        foreach (var (filing, day) in _balanceSheets.Value.Keys)
        {
            if (Roles[filing] == FilingRole.None) continue;
            if (!shown.TryGetValue(day, out var best) || (_vintage == Vintage.Latest ? filing > best : filing < best)) shown[day] = filing;
        }
        return shown;
    }

    /// <summary>The vintages of a period that count, oldest filing first, one per filing.</summary>
    public VintageRows Vintages(int series, int start, int end)
    {
        var periods = GetPeriods(series);
        var period = periods.Find(start, end);
        if (period == -1) return default;
        if (period >= 0 && periods.IsOnePerFiling(period) && (start != FactColumns.Instant || periods.GetEnd(period) == end))
            return periods.GetRows(period);
        return GetOnePerFiling([.. Near(series, start, end).AsSpan()], start, end);
    }

    private VintageRows GetOnePerFiling(int[] rows, int start, int end)
    {
        var filing = Facts.Columns.Filing;
        Array.Sort(rows, (a, b) => filing[a] != filing[b] ? filing[a] - filing[b]
            : Distance(a, start, end) != Distance(b, start, end) ? Distance(a, start, end) - Distance(b, start, end) : a - b);
        var kept = 0;
        foreach (var row in rows)
            if (kept == 0 || filing[row] != filing[rows[kept - 1]]) rows[kept++] = row;
        return new VintageRows(rows, 0, kept);
    }

    /// <summary>Whether all vintages of a row's fact give the same amount, as most do.</summary>
    public bool IsSameInAllVintages(int series, int row)
    {
        var columns = Facts.Columns;
        foreach (var other in Near(series, columns.Start[row], columns.End[row]))
            if (columns.Value[other] != columns.Value[row]) return false;
        return true;
    }

    /// <summary>The row that one filing has for a period of a series; -1 if missing.</summary>
    public int FindIn(int filing, int series, int start, int end)
    {
        var best = -1;
        foreach (var row in Near(series, start, end))
            if (Facts.Columns.Filing[row] == filing && (best < 0 || Distance(row, start, end) < Distance(best, start, end))) best = row;
        return best;
    }

    /// <summary>The counting durations of a series that end on a day, or a few days off.</summary>
    public List<int> FindEnding(int series, int end) => GetPeriods(series).FindEnding(end);

    private int Distance(int row, int start, int end) =>
        Math.Abs(Facts.Columns.End[row] - end) + (start == FactColumns.Instant ? 0 : Math.Abs(Facts.Columns.Start[row] - start));

    /// <summary>The rows of a series that count and are within <see cref="Tolerance"/> of a period, in the order of the columns.</summary>
    private VintageRows Near(int series, int start, int end)
    {
        var periods = GetPeriods(series);
        var period = periods.Find(start, end);
        if (period == -1) return default;
        if (period >= 0 && (start != FactColumns.Instant || periods.GetEnd(period) == end)) return periods.GetRows(period);
        var rows = periods.FindAll(start, end);
        return new VintageRows([.. start == FactColumns.Instant ? KeepSameInstant(rows, Facts.Series[series], end) : rows]);
    }

    private List<int> KeepSameInstant(List<int> rows, FactSeries series, int day) => rows.FindAll(row => IsSameInstant(series, row, day));

    private SeriesPeriods GetPeriods(int series) => _periods[series] ??= CreatePeriods(Facts.Series[series]);

    private SeriesPeriods CreatePeriods(FactSeries series) => new(Facts.Columns, series, row => Counts(series, row));

    /// <summary>
    /// Whether a row counts: its filing counts, its amount is not dated after the filing, and no rule found it to be an error.
    /// </summary>
    private bool Counts(FactSeries series, int row)
    {
        var filing = Facts.Columns.Filing[row];
        return Roles[filing] != FilingRole.None && !_slips.Contains(row)
            && (Facts.Columns.End[row] <= Facts.Filings[filing].Filed.DayNumber || !ReportingCurrency.IsCurrency(series.Unit));
    }

    /// <summary>
    /// Whether an instant some days off is the same one: only if its filing has a balance sheet of that day. Otherwise it is another one,
    /// such as the opening balance after an accounting change. Facts of the cover page have days of their own.
    /// </summary>
    private bool IsSameInstant(FactSeries series, int row, int day) =>
        Facts.Columns.End[row] == day || Facts.Concepts[series.Concept].Taxonomy == "dei"
        || _sheetDays.Value.Contains((Facts.Columns.Filing[row], Facts.Columns.End[row]));
}
