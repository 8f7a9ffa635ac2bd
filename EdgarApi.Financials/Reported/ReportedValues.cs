using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Reported;

/// <summary>The values of single series in a period, of the vintage and on the share basis asked for.</summary>
internal sealed class ReportedValues(FinancialModel model)
{
    /// <summary>The value reported for the period; amounts of a quarter or twelve months also derived from longer and shorter periods of the series.</summary>
    public MetricValue Find(int series, FiscalPeriod period)
    {
        var unit = UnitOf(series);
        var (candidate, reason) = new ConceptFinder(model, series, unit, isInstant: false).Find(period);
        var found = candidate ?? Instant(series, unit, period);
        return found?.ToValue(model, unit, period) ?? MetricValue.Missing(reason);
    }

    /// <summary>The value reported for the period itself, and no other.</summary>
    public MetricValue FindAsReported(int series, FiscalPeriod period)
    {
        var unit = UnitOf(series);
        var found = new ConceptFinder(model, series, unit, isInstant: false).Reported(period) ?? Instant(series, unit, period);
        return found?.ToValue(model, unit, period) ?? MetricValue.Missing(ReasonCode.NotReported);
    }

    private Candidate? Instant(int series, UnitKind unit, FiscalPeriod period) =>
        new ConceptFinder(model, series, unit, isInstant: true).Find(period).Candidate;

    private UnitKind UnitOf(int series)
    {
        var unit = model.Facts.Series[series].Unit;
        if (unit.Equals("shares", StringComparison.OrdinalIgnoreCase)) return UnitKind.Shares;
        if (unit.EndsWith("/shares", StringComparison.OrdinalIgnoreCase)) return UnitKind.PerShare;
        return unit.Length == 3 && unit.All(char.IsAsciiLetterUpper) ? UnitKind.Currency : UnitKind.Ratio;
    }
}
