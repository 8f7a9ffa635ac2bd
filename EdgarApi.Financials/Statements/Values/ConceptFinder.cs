using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Rules;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Statements.Values;

/// <summary>
/// Finds the value of a concept, or of several that are one measure, for a period: reported, or derived from longer and shorter periods
/// with the same start.
/// </summary>
internal readonly partial struct ConceptFinder : IRecastFilings
{
    public static readonly RuleDescription TwelveMonthsRule = new(
        "twelve-months-by-difference",
        "Where the quarters do not make them, twelve months are the last year, plus this year to date, less the same time of last year.",
        "Regulation S-X 10-01(c): interim reports give the year to date and the same time of last year.");

    private readonly FinancialModel _model;
    private readonly UnitKind _unit;
    private readonly bool _isInstant;
    private readonly bool _isAsReported;
    private readonly bool _isOnBalanceSheet;
    private readonly bool _isNeverNegative;
    private readonly int _sign;
    private readonly VintageSeries _series;

    /// <param name="model">The company.</param>
    /// <param name="definition">The metric.</param>
    /// <param name="terms">One concept, or several of one measure and sign.</param>
    public ConceptFinder(FinancialModel model, MetricDefinition definition, params ReadOnlySpan<ConceptTerm> terms)
    {
        (_model, _unit, _isInstant, _sign) = (model, definition.Metric.Unit, definition.Metric.IsInstant, terms[0].Sign);
        // The balance of cash that the cash flow statement reconciles is not on the balance sheet.
        _isOnBalanceSheet = definition.Metric.Statement != StatementKind.CashFlow;
        _isNeverNegative = definition.NeverNegative && !NegativeAmounts.MayBeNegative(terms[0].Concept);
        if (terms is [var only])
        {
            var series = model.FindSeries(only.Concept, definition.Metric);
            _series = series.Second < 0
                ? new VintageSeries(model.View, series.First, model.GetParts(definition))
                : new VintageSeries(model.View, [series.First, series.Second]);
            return;
        }
        Span<int> all = stackalloc int[terms.Length];
        for (var i = 0; i < terms.Length; i++) all[i] = model.FindSeries(terms[i].Concept, definition.Metric).First;
        _series = new VintageSeries(model.View, all);
    }

    /// <summary>For one series as filed, independent of metrics.</summary>
    public ConceptFinder(FinancialModel model, int series, UnitKind unit, bool isInstant)
    {
        (_model, _series, _unit, _isInstant) = (model, new VintageSeries(model.View, series), unit, isInstant);
        (_isOnBalanceSheet, _isAsReported, _sign) = (true, true, 1);
    }

    /// <summary>Whether the company reports none of the concepts.</summary>
    public bool IsEmpty => _series.IsEmpty;

    private FactColumns Columns => _model.Facts.Columns;

    /// <summary>Whether values add up over time; weighted shares and most per-share figures do not.</summary>
    private bool IsAdditive => _unit == UnitKind.Currency;

    /// <param name="period">The period.</param>
    /// <param name="basis">How the leading value of the statement is derived. It decides on which side of a restatement the statement
    /// stands.</param>
    public CandidateLookup Find(FiscalPeriod period, StatementBasis? basis = null)
    {
        if (_series.IsEmpty) return CandidateLookup.None;
        if (_isInstant) return _isOnBalanceSheet ? FindOnBalanceSheet(period.End.DayNumber) : FindInstant(period.End.DayNumber);
        if (Reported(period) is { } reported)
        {
            var restated = IsAdditive && period.Kind == FiscalPeriodKind.Quarter ? AfterRestatement(period, reported) : null;
            return new CandidateLookup(restated ?? reported);
        }
        if (!IsAdditive) return CandidateLookup.None;
        return period.Kind switch
        {
            FiscalPeriodKind.Quarter => basis is null ? Quarter(period) : QuarterOn(basis, period),
            FiscalPeriodKind.TrailingTwelveMonths => TwelveMonths(period),
            _ => CandidateLookup.None,
        };
    }

    private CandidateLookup FindInstant(int day) => new(Candidate(_series.Select(FactColumns.Instant, day)));

    private CandidateLookup FindOnBalanceSheet(int day)
    {
        if (Candidate(_series.SelectInstant(day, _isAsReported)) is { } candidate) return new CandidateLookup(candidate);
        var isOfOldEntity = _model.View.HasNewEntity(day) && _series.SelectInstant(day, orBeforeRestatement: true) >= 0;
        return isOfOldEntity ? CandidateLookup.Missing(ReasonCode.BeforeRestatement) : CandidateLookup.None;
    }

    /// <summary>The value reported for the period itself.</summary>
    public Candidate? Reported(FiscalPeriod period) => Reported(period.Start.DayNumber, period.End.DayNumber);

    private Candidate? Reported(int start, int end) => Candidate(_series.Select(start, end));

    private Candidate? Candidate(int row)
    {
        if (row < 0) return null;
        var scale = Scale(row);
        var derivation = scale == 1 ? null : $"as filed × {scale} (filed {(scale > 1 ? "unscaled" : "scaled twice")})";
        return new Candidate(Value(row), new CandidateRow(row, Factor(row)), [], derivation);
    }

    private decimal Scale(int row) => _unit == UnitKind.Shares && !_isInstant ? _model.ShareScale.GetFactor(Columns.Filing[row]) : 1;

    /// <summary>The last year plus this year to date less the same part of last year.</summary>
    private CandidateLookup TwelveMonths(FiscalPeriod period)
    {
        if (period.Quarter is < 1 or > 3 || _model.Calendar.Year(period.FiscalYear) is not { } year) return CandidateLookup.None;
        if (_model.Calendar.Year(period.FiscalYear - 1) is not { IsReported: true } last || last.End + 1 != year.Start)
            return CandidateLookup.None;
        var lastToDate = last.QuarterEnds[period.Quarter - 1];
        if (lastToDate == 0) return CandidateLookup.None;
        var whole = Vintages(last.Start, last.End);
        var toDate = _series.Select(year.Start, period.End.DayNumber);
        var before = Vintages(last.Start, lastToDate);
        if (whole.Count == 0 || toDate < 0 || before.Count == 0) return CandidateLookup.None;
        var shown = Shown(whole, last.Start, last.End);
        var part = Match(whole, shown, before);
        if (part < 0) return CandidateLookup.Missing(ReasonCode.PartNotRestated);
        if (!ConceptEquivalence.AreSame(_model, whole[shown], part) || !ConceptEquivalence.AreSame(_model, whole[shown], toDate))
            return CandidateLookup.Missing(ReasonCode.DifferentConcepts);
        var value = Value(whole[shown]) + Value(toDate) - Value(part);
        var to = FiscalYear.NameToDate(period.Quarter);
        return new CandidateLookup(new Candidate(
            value, new CandidateRow(toDate, Sign(toDate)), [new CandidateRow(whole[shown], Sign(whole[shown])), Subtrahend(part)],
            $"FY{last.Label} + {to}{year.Label} − {to}{last.Label}"));
    }

    /// <summary>The longer period less its parts; null if their concepts are not one measure.</summary>
    private Candidate? Subtract(int whole, int[] parts, string derivation)
    {
        if (parts is [var only]) (whole, parts) = UnderOneConcept(whole, only);
        foreach (var part in parts)
            if (!ConceptEquivalence.AreSame(_model, whole, part)) return null;
        var value = Value(whole);
        var subtrahends = new CandidateRow[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            value -= Value(parts[i]);
            subtrahends[i] = Subtrahend(parts[i]);
        }
        return new Candidate(value, new CandidateRow(whole, Sign(whole)), subtrahends, derivation);
    }

    /// <summary>The rows under one concept, if filings give the same figures under both.</summary>
    private (int Whole, int[] Parts) UnderOneConcept(int whole, int part)
    {
        int wholeSeries = _model.Facts.GetSeries(whole), partSeries = _model.Facts.GetSeries(part);
        if (wholeSeries == partSeries) return (whole, [part]);
        if (FindSameFigure(part, wholeSeries) is >= 0 and var otherPart) return (whole, [otherPart]);
        return (FindSameFigure(whole, partSeries) is >= 0 and var otherWhole ? otherWhole : whole, [part]);
    }

    private int FindSameFigure(int row, int series)
    {
        var columns = Columns;
        var rows = _model.View.Vintages(series, columns.Start[row], columns.End[row]);
        for (var i = rows.Count - 1; i >= 0; i--)
            if (columns.Value[rows[i]] == columns.Value[row]) return rows[i];
        return -1;
    }

    private CandidateRow Subtrahend(int row) => new(row, -Sign(row));

    private int Shown(VintageRows vintages, int start, int end) =>
        vintages.FindFiling(Columns, Columns.Filing[_series.Select(start, end)]);

    private int Match(VintageRows whole, int shown, VintageRows part) => RecastBasis.Match(Columns, whole, shown, part, this);

    private VintageRows Vintages(int start, int end) => _series.GetVintages(start, end);

    private decimal Value(int row)
    {
        var (value, factor) = (Columns.Value[_model.View.GetFinest(row)], Factor(row));
        return factor is 1 or -1 ? factor * value : ShareBasis.Round(value * factor, _unit, value.Scale);
    }

    private decimal Factor(int row) =>
        _unit is UnitKind.Shares or UnitKind.PerShare ? _sign * _model.ShareFactor(_unit, Columns.Filing[row]) * Scale(row) : Sign(row);

    /// <summary>
    /// The sign that an amount counts with: turned where filings show that, or where the concept has no negative amounts. As reported, it
    /// is shown as tagged.
    /// </summary>
    private int Sign(int row) => !_isAsReported
        && (_isNeverNegative && Columns.Value[_model.View.GetFinest(row)] < 0 || _model.View.IsTurned(row)) ? -_sign : _sign;
}
