using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Statements;

/// <summary>Finds one concept's value for a period: reported, or derived from longer and shorter periods with the same start.</summary>
internal readonly struct ConceptFinder
{
    private readonly FinancialModel _model;
    private readonly UnitKind _unit;
    private readonly bool _isInstant;
    private readonly bool _isAsReported;
    private readonly int _sign;
    private readonly int _series;

    public ConceptFinder(FinancialModel model, MetricDefinition definition, ConceptTerm term)
    {
        (_model, _unit, _isInstant, _sign) = (model, definition.Metric.Unit, definition.Metric.IsInstant, term.Sign);
        _series = model.Index.Find(term.Concept, model.UnitOf(definition.Metric));
    }

    /// <summary>For one series as filed, whatever metric it may serve.</summary>
    public ConceptFinder(FinancialModel model, int series, UnitKind unit, bool isInstant) =>
        (_model, _series, _unit, _isInstant, _isAsReported, _sign) = (model, series, unit, isInstant, true, 1);

    private FactColumns Columns => _model.Facts.Columns;

    /// <summary>Counts of weighted shares and most per-share figures do not add up over time.</summary>
    private bool IsAdditive => _unit == UnitKind.Currency;

    public Candidate? Find(FiscalPeriod period, ref string reason)
    {
        if (_series < 0) return null;
        if (_isInstant) return Candidate(_model.View.SelectInstant(_series, period.End.DayNumber, orBeforeRestatement: _isAsReported));
        if (Reported(period) is { } reported)
            return IsAdditive && period.Kind == FiscalPeriodKind.Quarter && AfterRestatement(period, reported) is { } restated ? restated : reported;
        if (!IsAdditive) return null;
        return period.Kind switch
        {
            FiscalPeriodKind.Quarter => Quarter(period, ref reason),
            FiscalPeriodKind.TrailingTwelveMonths => TwelveMonths(period, ref reason),
            _ => null,
        };
    }

    /// <summary>The value reported for the period itself.</summary>
    public Candidate? Reported(FiscalPeriod period) => Reported(period.Start.DayNumber, period.End.DayNumber);

    private Candidate? Reported(int start, int end) => Candidate(_model.View.Select(_series, start, end));

    private Candidate? Candidate(int row)
    {
        if (row < 0) return null;
        var scale = Scale(row);
        return new Candidate(Value(row), new CandidateRow(row, Factor(row)), [], scale == 1 ? null : $"as filed × {scale} (filed unscaled)");
    }

    private int Scale(int row) => _unit == UnitKind.Shares && !_isInstant ? _model.ShareScale.Of(Columns.Filing[row]) : 1;

    /// <summary>
    /// What a quarter became when the time since the year's start (for the first quarter, until the second's end) and the rest of it were restated after the
    /// quarter's last mention; null where they were not both.
    /// </summary>
    private Candidate? AfterRestatement(FiscalPeriod period, Candidate reported)
    {
        if (_model.Options.Vintage == Vintage.Original || _model.Calendar.Year(period.FiscalYear) is not { } year) return null;
        var (end, rest, derivation) = period.Quarter == 1
            ? (year.QuarterEnds[1], year.Quarter(2) is { } second ? (second.Start.DayNumber, second.End.DayNumber) : (0, 0), $"6M{year.Label} − {year.Label}Q2")
            : (period.End.DayNumber, (year.Start, period.Start.DayNumber - 1), $"{ToDate(period.Quarter)}{year.Label} − {ToDate(period.Quarter - 1)}{year.Label}");
        if (end == 0 || rest.Item1 == 0) return null;
        if (Restated(year.Start, end, reported) is not { } whole || Restated(rest.Item1, rest.Item2, reported) is not { } part) return null;
        var restated = Less(whole, [part], derivation + " as restated");
        // Restated in the same breath, the quarter differs by rounding only.
        return Restatement.IsSame(restated.Value, reported.Value) ? null : restated;
    }

    /// <summary>The row shown for a period, if it was restated after the quarter was reported.</summary>
    private int? Restated(int start, int end, Candidate reported)
    {
        var columns = Columns;
        var filing = columns.Filing[reported.First.Row];
        var known = Vintages(start, end).FindLast(row => columns.Filing[row] <= filing);
        var shown = _model.View.Select(_series, start, end);
        return shown >= 0 && columns.Filing[shown] > filing && HasVintageBy(start, end, filing) && !Restatement.IsSame(columns.Value[shown], columns.Value[known]) ? shown : null;
    }

    private bool HasVintageBy(int start, int end, int filing) => Vintages(start, end) is [var oldest, ..] && Columns.Filing[oldest] <= filing;

    /// <summary>The year to date less what came before the quarter, both since the same start and of one basis.</summary>
    private Candidate? Quarter(FiscalPeriod period, ref string reason)
    {
        if (period.Quarter < 2 || _model.Calendar.Year(period.FiscalYear) is not { } year) return null;
        var whole = Vintages(year.Start, period.End.DayNumber);
        if (whole.Count == 0) return null;
        var shown = Shown(whole, year.Start, period.End.DayNumber);

        var before = Vintages(year.Start, period.Start.DayNumber - 1);
        var toDate = $"{ToDate(period.Quarter)}{year.Label} − {ToDate(period.Quarter - 1)}{year.Label}";
        if (before.Count > 0 && RecastBasis.Match(Columns, whole, shown, before) is >= 0 and var part) return Less(whole[shown], [part], toDate);

        var parts = new int[period.Quarter - 1];
        for (var quarter = 1; quarter < period.Quarter; quarter++)
        {
            var match = year.Quarter(quarter) is { } earlier
                ? RecastBasis.Match(Columns, whole, shown, Vintages(earlier.Start.DayNumber, earlier.End.DayNumber)) : -1;
            if (match < 0)
            {
                if (before.Count > 0) reason = RecastBasis.Differs;
                return before.Count > 0 ? BeforeRestatement(year, period.Quarter, whole, shown, before, toDate) : null;
            }
            parts[quarter - 1] = match;
        }
        return Less(whole[shown], parts, ToDate(period.Quarter) + year.Label + string.Concat(Enumerable.Range(1, parts.Length).Select(q => $" − {year.Label}Q{q}")));
    }

    /// <summary>
    /// The longer period was restated and its part was not: then as both stood before, provided that the earlier quarters shown are on that basis too.
    /// </summary>
    private Candidate? BeforeRestatement(FiscalYear year, int quarter, List<int> whole, int shown, List<int> before, string derivation)
    {
        var earlier = 0m;
        var unused = "";
        for (var q = 1; q < quarter; q++)
        {
            if (year.Quarter(q) is not { } period || Find(period, ref unused) is not { } candidate) return null;
            earlier += candidate.Value;
        }
        for (var basis = shown - 1; basis >= 0; basis--)
        {
            if (RecastBasis.Match(Columns, whole, basis, before) is >= 0 and var part && Restatement.IsSame(Value(part), earlier) && IsContinued(year, quarter, whole, basis))
                return Less(whole[basis], [part], derivation + " before the restatement");
        }
        return null;
    }

    /// <summary>Whether the next quarter is computed from this very value of the year to date.</summary>
    private bool IsContinued(FiscalYear year, int quarter, List<int> toDate, int basis)
    {
        if (quarter == 4 || year.QuarterEnds[quarter] == 0) return true;
        var next = Vintages(year.Start, year.QuarterEnds[quarter]);
        return next.Count == 0 || RecastBasis.Match(Columns, next, Shown(next, year.Start, year.QuarterEnds[quarter]), toDate) is var used
            && (used < 0 || Restatement.IsSame(Columns.Value[used], Columns.Value[toDate[basis]]));
    }

    /// <summary>The last year, plus this year to date, less the same time of last year.</summary>
    private Candidate? TwelveMonths(FiscalPeriod period, ref string reason)
    {
        if (period.Quarter is < 1 or > 3 || _model.Calendar.Year(period.FiscalYear) is not { } year) return null;
        if (_model.Calendar.Year(period.FiscalYear - 1) is not { IsReported: true } last || last.End + 1 != year.Start) return null;
        var lastToDate = last.QuarterEnds[period.Quarter - 1];
        if (lastToDate == 0) return null;
        var whole = Vintages(last.Start, last.End);
        var toDate = _model.View.Select(_series, year.Start, period.End.DayNumber);
        var before = Vintages(last.Start, lastToDate);
        if (whole.Count == 0 || toDate < 0 || before.Count == 0) return null;
        var shown = Shown(whole, last.Start, last.End);
        var part = RecastBasis.Match(Columns, whole, shown, before);
        if (part < 0)
        {
            reason = RecastBasis.Differs;
            return null;
        }
        var value = Value(whole[shown]) + Value(toDate) - Value(part);
        string to = ToDate(period.Quarter);
        return new Candidate(
            value, new CandidateRow(toDate, _sign), [new CandidateRow(whole[shown], _sign), new CandidateRow(part, -_sign)], $"FY{last.Label} + {to}{year.Label} − {to}{last.Label}");
    }

    private Candidate Less(int whole, int[] parts, string derivation)
    {
        var value = Value(whole);
        foreach (var part in parts) value -= Value(part);
        return new Candidate(value, new CandidateRow(whole, _sign), Array.ConvertAll(parts, Subtrahend), derivation);
    }

    private CandidateRow Subtrahend(int row) => new(row, -_sign);

    private int Shown(List<int> vintages, int start, int end)
    {
        var filing = Columns.Filing;
        var selected = filing[_model.View.Select(_series, start, end)];
        return vintages.FindIndex(row => filing[row] == selected);
    }

    private List<int> Vintages(int start, int end) => _model.View.Vintages(_series, start, end);

    private decimal Value(int row)
    {
        var (value, factor) = (Columns.Value[row], Factor(row));
        return factor is 1 or -1 ? factor * value : ShareBasis.Round(value * factor, _unit, value.Scale);
    }

    private decimal Factor(int row) =>
        _unit is UnitKind.Shares or UnitKind.PerShare ? _sign * _model.ShareFactor(_unit, Columns.Filing[row]) * Scale(row) : _sign;

    private static string ToDate(int quarter) => quarter == 4 ? "FY" : $"{quarter * 3}M";
}
