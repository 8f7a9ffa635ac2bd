using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;

namespace EdgarApi.Financials.Statements;

/// <summary>
/// Share counts and per-share figures do not subtract. A fourth quarter's weighted shares are what makes the year's day-weighted average; its EPS is its
/// income to common over those. Twelve months have the year's EPS at year end, else the sum of the quarters'.
/// </summary>
internal static class ShareRules
{
    public static MetricValue? Derive(PeriodValues values, FinancialModel model, MetricDefinition definition, Func<FiscalPeriod, PeriodValues> of) =>
        (definition.Metric.Id, values.Period.Kind) switch
        {
            ("SharesBasic" or "SharesDiluted", FiscalPeriodKind.Quarter) => FourthQuarterShares(values.Period, model, definition, of),
            ("SharesBasic" or "SharesDiluted", FiscalPeriodKind.TrailingTwelveMonths) => AverageShares(values.Period, model, definition, of),
            ("EpsBasic", FiscalPeriodKind.Quarter) => IncomePerShare(values, definition, "SharesBasic"),
            ("EpsDiluted", FiscalPeriodKind.Quarter) => IncomePerShare(values, definition, "SharesDiluted"),
            ("DividendsPerShare", FiscalPeriodKind.Quarter) => YearLessQuarters(values.Period, model, definition, of),
            (_, FiscalPeriodKind.TrailingTwelveMonths) when definition.Metric.Unit == UnitKind.PerShare => SumOfQuarters(values.Period, model, definition, of),
            _ => null,
        };

    private static MetricValue? FourthQuarterShares(FiscalPeriod period, FinancialModel model, MetricDefinition definition, Func<FiscalPeriod, PeriodValues> of)
    {
        if (YearAndQuarters(period, model, definition, of) is not { } parts) return null;
        var (year, quarters) = parts;
        var shareDays = year.Value.Value!.Value * year.Period.Days - quarters.Sum(q => q.Value.Value!.Value * q.Period.Days);
        var shares = Math.Round(shareDays / period.Days, 0);
        // Averages of different rounding or basis would give nonsense here.
        if (shares <= 0 || quarters.Any(q => shares > 3 * q.Value.Value || q.Value.Value > 3 * shares)) return null;
        return Derivations.Of(definition, period, shares, $"(FY{period.FiscalYear} × days − Σ quarter × days) ÷ {period.Days} days", [year.Value, .. quarters.Select(q => q.Value)]);
    }

    private static MetricValue? YearLessQuarters(FiscalPeriod period, FinancialModel model, MetricDefinition definition, Func<FiscalPeriod, PeriodValues> of)
    {
        if (YearAndQuarters(period, model, definition, of) is not { } parts) return null;
        var (year, quarters) = parts;
        var value = year.Value.Value!.Value - quarters.Sum(q => q.Value.Value!.Value);
        return value < 0 ? null : Derivations.Of(
            definition, period, value, $"FY{period.FiscalYear}" + string.Concat(quarters.Select(q => $" − {q.Period.Key}")), [year.Value, .. quarters.Select(q => q.Value)]);
    }

    private static ((FiscalPeriod Period, MetricValue Value) Year, (FiscalPeriod Period, MetricValue Value)[] Quarters)? YearAndQuarters(
        FiscalPeriod period, FinancialModel model, MetricDefinition definition, Func<FiscalPeriod, PeriodValues> of)
    {
        if (period.Quarter != 4 || model.Calendar.Year(period.FiscalYear) is not { IsReported: true } year) return null;
        var quarters = new (FiscalPeriod Period, MetricValue Value)[3];
        for (var i = 0; i < 3; i++)
        {
            if (year.Quarter(i + 1) is not { } quarter) return null;
            quarters[i] = (quarter, of(quarter).Get(definition));
            if (quarters[i].Value.Value is null) return null;
        }
        var whole = of(year.Period).Get(definition);
        return whole.Value is null ? null : ((year.Period, whole), quarters);
    }

    private static MetricValue? AverageShares(FiscalPeriod period, FinancialModel model, MetricDefinition definition, Func<FiscalPeriod, PeriodValues> of)
    {
        if (Quarters(period, model, definition, of) is not { } quarters) return null;
        var shares = quarters.Sum(q => q.Value.Value!.Value * q.Period.Days) / quarters.Sum(q => q.Period.Days);
        return Derivations.Of(definition, period, Math.Round(shares, 0), "Σ quarter × days ÷ Σ days", [.. quarters.Select(q => q.Value)]);
    }

    private static MetricValue? SumOfQuarters(FiscalPeriod period, FinancialModel model, MetricDefinition definition, Func<FiscalPeriod, PeriodValues> of) =>
        Quarters(period, model, definition, of) is { } quarters
            ? Derivations.Sum(definition, period, [.. quarters.Select(q => q.Value)], string.Join(" + ", quarters.Select(q => q.Period.Key))) : null;

    private static (FiscalPeriod Period, MetricValue Value)[]? Quarters(
        FiscalPeriod period, FinancialModel model, MetricDefinition definition, Func<FiscalPeriod, PeriodValues> of)
    {
        if (model.Calendar.QuartersOf(period) is not { } quarters) return null;
        var values = Array.ConvertAll(quarters, quarter => (quarter, of(quarter).Get(definition)));
        return Array.TrueForAll(values, v => v.Item2.Value is not null) ? values : null;
    }

    private static MetricValue? IncomePerShare(PeriodValues values, MetricDefinition definition, string shares)
    {
        // Only the fourth quarter lacks a report of its own.
        if (values.Period.Quarter != 4) return null;
        MetricValue income = values["NetIncomeToCommon"], count = values[shares];
        if (income.Value is null || count.Value is not > 0) return null;
        return Derivations.Of(
            definition, values.Period, ShareBasis.RoundPerShare(income.Value.Value / count.Value.Value), $"NetIncomeToCommon ÷ {shares}", [income, count]);
    }
}
