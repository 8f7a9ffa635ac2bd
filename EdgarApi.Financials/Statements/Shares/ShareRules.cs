using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Shares;

/// <summary>
/// Share counts and per-share figures do not subtract. A fourth quarter's weighted shares are what makes the year's day-weighted average; its EPS is its
/// income to common over those. Twelve months have the year's EPS at year end, else the sum of the quarters'.
/// </summary>
internal static class ShareRules
{
    public static MetricValue? Derive(PeriodValues values, FinancialModel model, MetricDefinition definition, Func<FiscalPeriod, PeriodValues> of) =>
        (definition.Metric.Id, values.Period.Kind) switch
        {
            ("SharesDiluted", FiscalPeriodKind.Quarter) when values.Period.Quarter == 4 =>
                FourthQuarterDilution.Of(values, model, definition, FourthQuarterShares(values.Period, model, definition, of), of),
            ("SharesBasic" or "SharesDiluted", FiscalPeriodKind.Quarter) => FourthQuarterShares(values.Period, model, definition, of),
            ("SharesBasic" or "SharesDiluted", FiscalPeriodKind.TrailingTwelveMonths) => AverageShares(values.Period, model, definition, of),
            ("EpsBasic", FiscalPeriodKind.Quarter) => FourthQuarterEps.Of(values, model, definition, "SharesBasic", of),
            ("EpsDiluted", FiscalPeriodKind.Quarter) => FourthQuarterEps.Of(values, model, definition, "SharesDiluted", of),
            ("DividendsPerShare", FiscalPeriodKind.Quarter) => YearLessQuarters(values.Period, model, definition, of),
            (_, FiscalPeriodKind.TrailingTwelveMonths) when definition.Metric.Unit == UnitKind.PerShare => SumOfQuarters(values.Period, model, definition, of),
            _ => null,
        };

    /// <summary>Where the year or a quarter was restated (a rights issue), shares this far outside those of the others are of mixed bases.</summary>
    private const decimal Outside = 1.05m;

    private static MetricValue? FourthQuarterShares(FiscalPeriod period, FinancialModel model, MetricDefinition definition, Func<FiscalPeriod, PeriodValues> of)
    {
        if (YearAndQuarters(period, model, definition, of) is not { } parts) return null;
        var (year, quarters) = parts;
        foreach (var whole in VintagesOf(year.Value))
        {
            var shareDays = whole.Value!.Value * year.Period.Days - quarters.Sum(q => q.Value.Value!.Value * q.Period.Days);
            var shares = Math.Round(shareDays / period.Days, 0);
            // Averages of different rounding or basis would give nonsense here.
            if (shares <= 0 || quarters.Any(q => shares > 3 * q.Value.Value || q.Value.Value > 3 * shares)) continue;
            if (IsMixed(shares, [whole, .. quarters.Select(q => q.Value)])) continue;
            decimal days = period.Days;
            return Derivations.Of(
                definition, period, shares, $"(FY{period.FiscalYear} × days − Σ quarter × days) ÷ {period.Days} days",
                [new Operand(whole, year.Period.Days / days), .. quarters.Select(q => new Operand(q.Value, -q.Period.Days / days))]);
        }
        return null;
    }

    /// <summary>The value shown, then what other filings gave, as far as no split lies between.</summary>
    private static IEnumerable<MetricValue> VintagesOf(MetricValue shown)
    {
        yield return shown;
        if (shown.Source is not { Factor: 1, Derivation: null } source) yield break;
        foreach (var other in source.OtherVintages) yield return new MetricValue(other.Value, other, null);
    }

    private static bool IsMixed(decimal shares, MetricValue[] others) =>
        Array.Exists(others, other => other.Source!.Restated) && (shares > Outside * others.Max(other => other.Value) || shares * Outside < others.Min(other => other.Value));

    private static MetricValue? YearLessQuarters(FiscalPeriod period, FinancialModel model, MetricDefinition definition, Func<FiscalPeriod, PeriodValues> of)
    {
        if (YearAndQuarters(period, model, definition, of) is not { } parts) return null;
        var (year, quarters) = parts;
        var value = year.Value.Value!.Value - quarters.Sum(q => q.Value.Value!.Value);
        return value < 0 ? null : Derivations.Of(
            definition, period, value, $"FY{period.FiscalYear}" + string.Concat(quarters.Select(q => $" − {q.Period.Key}")),
            [new Operand(year.Value), .. quarters.Select(q => new Operand(q.Value, -1))]);
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
        if (Quarters(period, model, definition, of, out var unknown) is not { } quarters) return unknown;
        decimal days = quarters.Sum(q => q.Period.Days);
        var shares = quarters.Sum(q => q.Value.Value!.Value * q.Period.Days) / days;
        return Derivations.Of(
            definition, period, Math.Round(shares, 0), "Σ quarter × days ÷ Σ days", [.. quarters.Select(q => new Operand(q.Value, q.Period.Days / days))]);
    }

    private static MetricValue? SumOfQuarters(FiscalPeriod period, FinancialModel model, MetricDefinition definition, Func<FiscalPeriod, PeriodValues> of) =>
        Quarters(period, model, definition, of, out var unknown) is { } quarters
            ? Derivations.Sum(definition, period, [.. quarters.Select(q => q.Value)], string.Join(" + ", quarters.Select(q => q.Period.Key))) : unknown;

    /// <summary>The four quarters; null where one has no value, and that one if its reason is the twelve months' too.</summary>
    private static (FiscalPeriod Period, MetricValue Value)[]? Quarters(
        FiscalPeriod period, FinancialModel model, MetricDefinition definition, Func<FiscalPeriod, PeriodValues> of, out MetricValue? unknown)
    {
        unknown = null;
        if (model.Calendar.QuartersOf(period) is not { } quarters) return null;
        var values = Array.ConvertAll(quarters, quarter => (quarter, of(quarter).Get(definition)));
        foreach (var (_, value) in values)
            if (value.Reason == FourthQuarterDilution.Differs) unknown = value;
        return Array.TrueForAll(values, v => v.Item2.Value is not null) ? values : null;
    }
}
