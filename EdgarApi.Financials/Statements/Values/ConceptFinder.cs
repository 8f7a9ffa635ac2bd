using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Checks;
using EdgarApi.Financials.Statements.Quarters;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Statements.Values;

/// <summary>
/// Finds the value of a concept, or of several that are one measure, for a period: reported, or derived by a rule from longer and shorter
/// periods with the same start.
/// </summary>
internal readonly partial struct ConceptFinder : IRecastFilings
{
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

    public FinancialModel Model => _model;

    public FactColumns Columns => _model.Facts.Columns;

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
            var restated = IsAdditive && period.Kind == FiscalPeriodKind.Quarter ? RestatedQuarter.Find(this, period, reported) : null;
            return new CandidateLookup(restated ?? reported);
        }
        if (!IsAdditive) return CandidateLookup.None;
        return period.Kind switch
        {
            FiscalPeriodKind.Quarter => basis is null ? QuarterByDifference.Find(this, period) : basis.FindQuarter(this, period),
            FiscalPeriodKind.TrailingTwelveMonths => TwelveMonthsByDifference.Find(this, period),
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

    private Candidate? Reported(int start, int end) => Candidate(Select(start, end));

    private Candidate? Candidate(int row)
    {
        if (row < 0) return null;
        var scale = Scale(row);
        var derivation = scale == 1 ? null : $"as filed × {scale} (filed {(scale > 1 ? "unscaled" : "scaled twice")})";
        return new Candidate(GetValue(row), new CandidateRow(row, Factor(row)), [], derivation);
    }

    private decimal Scale(int row) => _unit == UnitKind.Shares && !_isInstant ? _model.ShareScale.GetFactor(Columns.Filing[row]) : 1;

    /// <summary>The longer period less its parts; null if their concepts are not one measure.</summary>
    public Candidate? Subtract(int whole, int[] parts, string derivation)
    {
        if (parts is [var only]) (whole, parts) = UnderOneConcept(whole, only);
        foreach (var part in parts)
            if (!ConceptEquivalence.AreSame(_model, whole, part)) return null;
        var value = GetValue(whole);
        var subtrahends = new CandidateRow[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            value -= GetValue(parts[i]);
            subtrahends[i] = Subtrahend(parts[i]);
        }
        return new Candidate(value, Operand(whole), subtrahends, derivation);
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

    /// <summary>A row that is added to others.</summary>
    public CandidateRow Operand(int row) => new(row, Sign(row));

    /// <summary>A row that is subtracted from others.</summary>
    public CandidateRow Subtrahend(int row) => new(row, -Sign(row));

    /// <summary>The row shown for a duration; -1 if not found.</summary>
    public int Select(int start, int end) => _series.Select(start, end);

    /// <summary>The vintages of a duration that count, oldest filing first, one per filing.</summary>
    public VintageRows GetVintages(int start, int end) => _series.GetVintages(start, end);

    /// <summary>The position in a duration's vintages of the one shown.</summary>
    public int FindShown(VintageRows vintages, int start, int end) =>
        vintages.FindFiling(Columns, Columns.Filing[Select(start, end)]);

    /// <summary>The vintage of a part on the basis of a longer period's vintage, by <see cref="RecastBasis"/>; -1 if not found.</summary>
    public int Match(VintageRows whole, int shown, VintageRows part) => RecastBasis.Match(Columns, whole, shown, part, this);

    /// <summary>Whether a duration has a vintage with another amount than a row's.</summary>
    public bool IsRestated(int row) =>
        GetVintages(Columns.Start[row], Columns.End[row]).AnyDiffersFrom(Columns, Columns.Value[row]);

    public bool IsAmendment(int filing) => _model.View.IsAmendment(filing);

    public bool HaveOneBasis(int whole, int part) => RecastBasis.HaveOneBasis(_model.Facts, _series, whole, part);

    /// <summary>Half the unit to which a row's amount is rounded.</summary>
    public decimal GetRounding(int row) =>
        new RoundingUnits(_model.Precision).GetTolerance(Columns.Filing[row], Columns.Value[row]);

    /// <summary>A row's value with the metric's sign and on the requested share basis.</summary>
    public decimal GetValue(int row)
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
