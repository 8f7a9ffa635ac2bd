using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Shares;

/// <summary>
/// A fourth quarter's diluted shares: what makes the year's day-weighted average. What would lessen a loss does not dilute (ASC 260-10-45-17 to -19): at a loss
/// they are the basic ones. A year at a loss does not count what dilutes its quarters, and convertibles may dilute a quarter and not the year: where what makes
/// the average is below the basic shares, or not near the dilution of the other quarters, it is not the quarter's count.
/// </summary>
internal static class FourthQuarterDilution
{
    public const string Differs = "the year and its quarters do not count dilution alike";

    /// <summary>How the count of a quarter at a loss is derived.</summary>
    public const string AtLoss = "SharesBasic (at a loss)";

    /// <summary>Diluted shares below the basic ones by more than rounding; dilution above the most of the year and its quarters; count apart from the quarters around.</summary>
    private const decimal Rounding = 0.001m, MostAbove = 0.02m, MostApart = 0.05m;

    /// <param name="values">The quarter.</param>
    /// <param name="model">The company.</param>
    /// <param name="definition">Diluted shares.</param>
    /// <param name="derived">What makes the year's day-weighted average, if anything.</param>
    /// <param name="of">Values of other periods.</param>
    public static MetricValue? Of(PeriodValues values, FinancialModel model, MetricDefinition definition, MetricValue? derived, Func<FiscalPeriod, PeriodValues> of)
    {
        if (model.Calendar.Year(values.Period.FiscalYear) is not { IsReported: true } year) return derived;
        PeriodValues[] others = [of(year.Period), .. Enumerable.Range(1, 3).Select(year.Quarter).OfType<FiscalPeriod>().Select(of)];
        if (IsAtLoss(values))
        {
            if (values["SharesBasic"] is { Value: not null } basic) return Derivations.Sum(definition, values.Period, [basic], AtLoss);
            return derived is null || Array.TrueForAll(others, IsAtLoss) ? derived : MetricValue.Missing(Differs);
        }
        if (derived?.Value is not { } shares) return derived;
        return IsNear(shares, values, others, model, of) ? derived : MetricValue.Missing(Differs);
    }

    private static bool IsAtLoss(PeriodValues values) => values["NetIncomeToCommon"].Value - (values["DiscontinuedOperations"].Value ?? 0) < 0;

    private static bool IsNear(decimal shares, PeriodValues values, PeriodValues[] others, FinancialModel model, Func<FiscalPeriod, PeriodValues> of)
    {
        if (Dilution(shares, values) is { } dilution)
            return dilution >= -Rounding && others.Select(other => Dilution(other["SharesDiluted"].Value, other)).Max() is { } most && dilution <= most + MostAbove;
        var next = model.Calendar.Quarterly.Where(period => period.Start.DayNumber == values.Period.End.DayNumber + 1).Select(of);
        var around = next.Append(others[^1]).Select(quarter => quarter["SharesDiluted"].Value).OfType<decimal>().ToList();
        return around.Count == 0 || shares <= around.Max() * (1 + MostApart) && shares >= around.Min() * (1 - MostApart);
    }

    private static decimal? Dilution(decimal? diluted, PeriodValues values) => values["SharesBasic"].Value is > 0 and var basic ? diluted / basic - 1 : null;
}
