using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Vintages;

/// <summary>
/// The facts that count for an <c>asOf</c> date, and which of several vintages is shown. A fact counts if its filing does
/// (<see cref="FilingRoles"/>) and no rule excludes its row. <see cref="NewestVintage"/> selects one of several vintages,
/// <see cref="WholeBalanceSheets"/> that of a line of the balance sheet.
/// </summary>
internal sealed class FactView
{
    /// <summary>Maximum days by which filings differ on the dates of one period.</summary>
    public const int Tolerance = Thresholds.SamePeriodDays;

    private readonly Vintage _vintage;
    private readonly NewestVintage _newest;
    private readonly WholeBalanceSheets _balanceSheets;
    private readonly Func<VintageRows, int> _selectVintage;

    /// <summary>By series, built when it is first asked for. A lost race only repeats work.</summary>
    private readonly SeriesPeriods?[] _periods;
    private readonly HashSet<int> _slips, _turned = [];
    private readonly Lazy<string> _currency;
    private readonly Lazy<FilingPrecision> _precision;
    private readonly Lazy<Repetitions> _repetitions;

    public FactView(CompanyFacts facts, DateOnly? asOf, Vintage vintage)
    {
        (Facts, _vintage, _selectVintage, _periods) = (facts, vintage, SelectVintage, new SeriesPeriods?[facts.Series.Length]);
        Roles = FilingRoles.Classify(facts, asOf);
        (_newest, _balanceSheets) = (new NewestVintage(facts.Columns, vintage), new WholeBalanceSheets(facts, Roles, vintage));
        _currency = new(() => ReportingCurrency.Find(this));
        _precision = new(() => new FilingPrecision(facts, Currency));
        _repetitions = new(() => new Repetitions(facts, row => Counts(facts.Series[facts.GetSeries(row)], row), () => Precision));
        var amounts = new SignedAmounts(facts, Roles);
        _slips = SignSlips.Find(amounts);
        InterestIsAnOutlay.AddTo(amounts, _slips, _turned);
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
    public bool IsAmendment(int filing) => PeriodicReports.IsAmendment(Facts.Filings[filing].Form);

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
        var best = _newest.Select(rows, start, end);
        return _vintage == Vintage.Original ? best : SignOfMostFilings.Correct(Facts.Columns, _newest, rows, start, end, best);
    }

    /// <summary>Whether the filing of one row has precedence over that of another.</summary>
    public bool IsShownBefore(int row, int other) => _newest.IsShownBefore(Facts.Columns.Filing[row], Facts.Columns.Filing[other]);

    /// <summary>
    /// The row shown for a balance sheet's date, by the rule of <see cref="WholeBalanceSheets"/>; -1 if not found.
    /// </summary>
    /// <param name="series">Concept and unit.</param>
    /// <param name="end">The day.</param>
    /// <param name="orBeforeRestatement">Whether to fall back to a line that only a balance sheet before a restatement has.</param>
    public int SelectInstant(int series, int end, bool orBeforeRestatement = false)
    {
        var rows = Near(series, FactColumns.Instant, end);
        var selected = _balanceSheets.Select(rows, end, anySheet: false);
        return selected < 0 && orBeforeRestatement ? _balanceSheets.Select(rows, end, anySheet: true) : selected;
    }

    /// <summary>Whether the balance sheets of a day are those of another entity before a reverse merger or fresh start.</summary>
    public bool HasNewEntity(int day) => _balanceSheets.HasNewEntity(day);

    /// <summary>Whether a filing gives total assets of a day.</summary>
    public bool HasBalanceSheet(int filing, int day) => _balanceSheets.HasAssets(filing, day);

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
            : _newest.GetDistance(a, start, end) != _newest.GetDistance(b, start, end)
                ? _newest.GetDistance(a, start, end) - _newest.GetDistance(b, start, end) : a - b);
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
        {
            if (Facts.Columns.Filing[row] != filing) continue;
            if (best < 0 || _newest.IsBetter(row, best, start, end)) best = row;
        }
        return best;
    }

    /// <summary>The counting durations of a series that end on a day, or a few days off.</summary>
    public List<int> FindEnding(int series, int end) => GetPeriods(series).FindEnding(end);

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
    private bool Counts(FactSeries series, int row) =>
        Roles[Facts.Columns.Filing[row]] != FilingRole.None && !_slips.Contains(row) && !NoFutureAmounts.IsFuture(Facts, series, row);

    /// <summary>
    /// Whether an instant some days off is the same one: only if its filing has a balance sheet of that day. Otherwise it is another one,
    /// such as the opening balance after an accounting change. Facts of the cover page have days of their own.
    /// </summary>
    private bool IsSameInstant(FactSeries series, int row, int day) =>
        Facts.Columns.End[row] == day || Facts.Concepts[series.Concept].Taxonomy == "dei"
        || _balanceSheets.HasAssets(Facts.Columns.Filing[row], Facts.Columns.End[row]);
}
