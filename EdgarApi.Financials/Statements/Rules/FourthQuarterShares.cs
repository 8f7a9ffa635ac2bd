using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements.Pipeline;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Rules;

internal sealed class FourthQuarterShares() : ValueRule(
    "fourth-quarter-shares",
    "Weighted shares do not subtract: a fourth quarter's are those that make the year's day-weighted average.",
    "ASC 260-10-45-10; Costco's fourth quarters have 112 or 119 days.")
{
    public override MetricValue? Find(in RuleContext context, MetricValue? reported) => Derive(context);

    /// <summary>
    /// The shares that make the year's average, on the first basis of the year that gives plausible ones; null if no basis does.
    /// </summary>
    internal static MetricValue? Derive(in RuleContext context)
    {
        if (YearAndQuarters.Find(context) is not { } parts) return null;
        var (period, days) = (context.Period, (decimal)context.Period.Days);
        foreach (var year in GetVintages(parts.Year.Value))
        {
            var shareDays =
                year.Value!.Value * parts.Year.Period.Days - parts.Quarters.Sum(quarter => quarter.Amount * quarter.Period.Days);
            var shares = Math.Round(shareDays / days, 0);
            if (!IsPlausible(shares, year, parts.Quarters)) continue;
            return Derivations.Create(
                context.Definition, period, shares, $"(FY{period.FiscalYear} × days − Σ quarter × days) ÷ {period.Days} days",
                [
                    new Operand(year, parts.Year.Period.Days / days),
                    .. parts.Quarters.Select(quarter => new Operand(quarter.Value, -quarter.Period.Days / days)),
                ]);
        }
        return null;
    }

    /// <summary>The year's shares as shown, then as other filings gave them if no split lies between.</summary>
    private static IEnumerable<MetricValue> GetVintages(MetricValue shown)
    {
        yield return shown;
        if (shown.Source is not { Factor: 1, Derivation: null } source) yield break;
        foreach (var other in source.OtherVintages) yield return new MetricValue(other.Value, other);
    }

    /// <summary>Averages that are rounded differently or count other shares give an implausible number.</summary>
    private static bool IsPlausible(decimal shares, MetricValue year, PeriodValue[] quarters)
    {
        const int most = Thresholds.MostShareChange;
        if (shares <= 0 || Array.Exists(quarters, quarter => shares > most * quarter.Amount || quarter.Amount > most * shares))
            return false;
        MetricValue[] others = [year, .. quarters.Select(quarter => quarter.Value)];
        return !Array.Exists(others, other => other.Source!.Restated)
            || shares <= Thresholds.MixedShareBasis * others.Max(other => other.Value)
            && shares * Thresholds.MixedShareBasis >= others.Min(other => other.Value);
    }
}
