using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;

namespace EdgarApi.Financials.Statements;

/// <summary>A statement of the concepts that the company itself reported, each period's value as reported.</summary>
internal static class ReportedStatement
{
    public static Statement Build(FinancialModel model, StatementRequest request)
    {
        var periods = new AnswerValues(model).PeriodsWith(
            [.. MetricCatalog.Of(request.Kind).Where(m => m.IsEssential).Select(m => MetricCatalog.Definition(m.Id)).Where(d => d.Tiers.Length > 0)],
            request.Frequency, request.Periods);
        var wanted = MetricCatalog.Of(request.Kind).SelectMany(m => m.Concepts).ToHashSet(StringComparer.Ordinal);
        var lines = new List<StatementLine>();
        for (var series = 0; series < model.Facts.Series.Length; series++)
        {
            var concept = model.Facts.Concepts[model.Facts.Series[series].Concept];
            if (!wanted.Contains(concept.QualifiedName)) continue;
            var row = periods.ConvertAll(period => Value(model, series, period));
            if (row.TrueForAll(value => value.Value is null)) continue;
            lines.Add(new StatementLine(concept.QualifiedName, concept.Label ?? concept.Name, 0, false, model.Facts.Series[series].Unit, row));
        }
        return new Statement(request.Kind, request.Frequency, request.View, request.Options, model.Currency, periods, lines, []);
    }

    private static MetricValue Value(FinancialModel model, int series, FiscalPeriod period)
    {
        var row = model.View.Select(series, period.Start.DayNumber, period.End.DayNumber);
        if (row < 0) row = model.View.Select(series, FactColumns.Instant, period.End.DayNumber);
        return row < 0 ? MetricValue.Missing("not reported") : new MetricValue(model.Facts.Columns.Value[row], new SourceBuilder(model, UnitKind.Currency).Reported(row), null);
    }
}
