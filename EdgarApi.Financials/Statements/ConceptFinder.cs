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
    private readonly int _sign;
    private readonly int _series;

    public ConceptFinder(FinancialModel model, MetricDefinition definition, ConceptTerm term)
    {
        (_model, _unit, _isInstant, _sign) = (model, definition.Metric.Unit, definition.Metric.IsInstant, term.Sign);
        _series = model.Index.Find(term.Concept, model.UnitOf(definition.Metric));
    }

    /// <summary>For one series as filed, whatever metric it may serve.</summary>
    public ConceptFinder(FinancialModel model, int series, UnitKind unit, bool isInstant) =>
        (_model, _series, _unit, _isInstant, _sign) = (model, series, unit, isInstant, 1);

    private FactColumns Columns => _model.Facts.Columns;

    /// <summary>Counts of weighted shares and most per-share figures do not add up over time.</summary>
    private bool IsAdditive => _unit == UnitKind.Currency;

    public Candidate? Find(FiscalPeriod period, ref string reason)
    {
        if (_series < 0) return null;
        if (_isInstant) return Candidate(_model.View.SelectInstant(_series, period.End.DayNumber));
        if (Reported(period) is { } reported) return reported;
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
        return new Candidate(Value(row), [row], scale == 1 ? null : $"as filed × {scale} (filed unscaled)");
    }

    private int Scale(int row) => _unit == UnitKind.Shares && !_isInstant ? _model.ShareScale.Of(Columns.Filing[row]) : 1;

    /// <summary>The year to date less what came before the quarter, both since the same start and of one basis.</summary>
    private Candidate? Quarter(FiscalPeriod period, ref string reason)
    {
        if (period.Quarter < 2 || _model.Calendar.Year(period.FiscalYear) is not { } year) return null;
        var whole = Vintages(year.Start, period.End.DayNumber);
        if (whole.Count == 0) return null;
        var shown = Shown(whole, year.Start, period.End.DayNumber);

        var before = Vintages(year.Start, period.Start.DayNumber - 1);
        if (before.Count > 0 && RecastBasis.Match(Columns, whole, shown, before) is >= 0 and var part)
            return Less(whole[shown], [part], $"{ToDate(period.Quarter)}{year.Label} − {ToDate(period.Quarter - 1)}{year.Label}");

        var parts = new int[period.Quarter - 1];
        for (var quarter = 1; quarter < period.Quarter; quarter++)
        {
            var match = year.Quarter(quarter) is { } earlier
                ? RecastBasis.Match(Columns, whole, shown, Vintages(earlier.Start.DayNumber, earlier.End.DayNumber)) : -1;
            if (match < 0)
            {
                if (before.Count > 0) reason = RecastBasis.Differs;
                return null;
            }
            parts[quarter - 1] = match;
        }
        return Less(whole[shown], parts, ToDate(period.Quarter) + year.Label + string.Concat(Enumerable.Range(1, parts.Length).Select(q => $" − {year.Label}Q{q}")));
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
        return new Candidate(value, [toDate, whole[shown], part], $"FY{last.Label} + {to}{year.Label} − {to}{last.Label}");
    }

    private Candidate Less(int whole, int[] parts, string derivation)
    {
        var value = Value(whole);
        foreach (var part in parts) value -= Value(part);
        return new Candidate(value, [whole, .. parts], derivation);
    }

    private int Shown(List<int> vintages, int start, int end)
    {
        var filing = Columns.Filing;
        var selected = filing[_model.View.Select(_series, start, end)];
        return vintages.FindIndex(row => filing[row] == selected);
    }

    private List<int> Vintages(int start, int end) => _model.View.Vintages(_series, start, end);

    private decimal Value(int row)
    {
        var value = _sign * Columns.Value[row];
        if (_unit is not (UnitKind.Shares or UnitKind.PerShare)) return value;
        var factor = _model.ShareFactor(_unit, Columns.Filing[row]) * Scale(row);
        return factor == 1 ? value : ShareBasis.Round(value * factor, _unit, value.Scale);
    }

    private static string ToDate(int quarter) => quarter == 4 ? "FY" : $"{quarter * 3}M";
}
