using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Reported;

/// <summary>
/// A statement of the concepts that the company itself reported, in the taxonomy's order, followed by concepts that no primary statement of
/// the taxonomy presents. Every concept and unit with a value in a period is on exactly one statement or unclassified.
/// </summary>
internal sealed class ReportedStatement
{
    private readonly StatementRequest _request;
    private readonly FinancialModel _model;
    private readonly ReportedValues _values;
    private readonly List<(TaxonomyEntry Entry, int Series)> _presented = [];
    private readonly List<int> _unpresented = [];

    private ReportedStatement(FinancialModel model, StatementRequest request)
    {
        (_model, _request, _values) = (model, request, new ReportedValues(model));
        for (var series = 0; series < model.Facts.Series.Length; series++)
        {
            if (TaxonomyMap.Find(GetConcept(series).QualifiedName) is not { } entry) _unpresented.Add(series);
            else if (entry.Statement == request.Kind) _presented.Add((entry, series));
        }
        _presented.Sort(
            (a, b) => a.Entry.Order != b.Entry.Order ? a.Entry.Order.CompareTo(b.Entry.Order) : CompareUnits(a.Series, b.Series));
        _unpresented.Sort((a, b) => GetConcept(a) == GetConcept(b) ? CompareUnits(a, b) : a.CompareTo(b));
    }

    public static Statement Build(FinancialModel model, StatementRequest request) => new ReportedStatement(model, request).Build();

    private Statement Build()
    {
        var (periods, hasOlder) = PeriodPage.Select(
            _model.Calendar.GetPeriods(_request.Frequency), _request.Selection,
            period => _presented.Exists(line => _values.Find(line.Series, period).Value is not null));
        var rows = _presented.ConvertAll(
            line => (line.Entry, line.Series, Values: periods.ConvertAll(period => _values.Find(line.Series, period))));
        rows.RemoveAll(row => row.Values.TrueForAll(value => value.Value is null));
        var outline = new StatementOutline(rows.Select(row => row.Entry));
        var lines =
            rows.ConvertAll(row => Line(row.Series, row.Entry.Label, outline.GetLevel(row.Entry), outline.IsTotal(row.Entry), row.Values));
        return new Statement(_request.Kind, _request.Frequency, _request.View, _request.Options, _model.Currency, periods, lines, [])
        {
            Unclassified = Unclassified(periods),
            HasOlder = hasOlder,
        };
    }

    private List<StatementLine> Unclassified(List<FiscalPeriod> periods)
    {
        var lines = new List<StatementLine>();
        foreach (var series in _unpresented)
        {
            var values = periods.ConvertAll(period => _values.FindAsReported(series, period));
            if (values.Exists(value => value.Value is not null)) lines.Add(Line(series, GetConcept(series).Name, 0, false, values));
        }
        return lines;
    }

    private StatementLine Line(int series, string label, int level, bool isTotal, IReadOnlyList<MetricValue> values)
    {
        var concept = GetConcept(series);
        return new StatementLine(concept.QualifiedName, concept.Label ?? label, level, isTotal, _model.Facts.Series[series].Unit, values);
    }

    private FactConcept GetConcept(int series) => _model.Facts.Concepts[_model.Facts.Series[series].Concept];

    /// <summary>Orders the reporting currency before other units of a concept.</summary>
    private int CompareUnits(int a, int b)
    {
        string first = _model.Facts.Series[a].Unit, second = _model.Facts.Series[b].Unit;
        bool firstIsOwn = IsOfCurrency(first), secondIsOwn = IsOfCurrency(second);
        return firstIsOwn != secondIsOwn ? secondIsOwn.CompareTo(firstIsOwn) : string.CompareOrdinal(first, second);
    }

    private bool IsOfCurrency(string unit) =>
        _model.Currency.Length > 0 && unit.StartsWith(_model.Currency, StringComparison.OrdinalIgnoreCase);
}
