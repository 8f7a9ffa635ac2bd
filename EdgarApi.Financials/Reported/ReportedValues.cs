using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Reported;

/// <summary>The values of single series in a period, of the requested vintage and on the requested share basis.</summary>
internal sealed class ReportedValues(FinancialModel model)
{
    /// <summary>The value reported for the period, or for amounts the one derived from longer and shorter periods of the series.</summary>
    public MetricValue Find(int series, FiscalPeriod period)
    {
        var unit = GetUnit(series);
        var (candidate, reason) = new ConceptFinder(model, series, unit, isInstant: false).Find(period);
        var found = candidate ?? Instant(series, unit, period);
        return found?.ToValue(model, unit, period) ?? MetricValue.Missing(reason);
    }

    /// <summary>The value reported for the period itself.</summary>
    public MetricValue FindAsReported(int series, FiscalPeriod period)
    {
        var unit = GetUnit(series);
        var found = new ConceptFinder(model, series, unit, isInstant: false).Reported(period) ?? Instant(series, unit, period);
        return found?.ToValue(model, unit, period) ?? MetricValue.Missing(ReasonCode.NotReported);
    }

    private Candidate? Instant(int series, UnitKind unit, FiscalPeriod period) =>
        new ConceptFinder(model, series, unit, isInstant: true).Find(period).Candidate;

    private UnitKind GetUnit(int series)
    {
        var unit = model.Facts.Series[series].Unit;
        if (unit.Equals("shares", StringComparison.OrdinalIgnoreCase)) return UnitKind.Shares;
        if (unit.EndsWith("/shares", StringComparison.OrdinalIgnoreCase)) return UnitKind.PerShare;
        return unit.Length == 3 && unit.All(char.IsAsciiLetterUpper) ? UnitKind.Currency : UnitKind.Ratio;
    }
}
