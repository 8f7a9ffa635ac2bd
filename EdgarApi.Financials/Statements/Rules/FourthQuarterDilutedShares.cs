using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Pipeline;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Rules;

/// <remarks>
/// A year at a loss does not count what dilutes its quarters, and convertibles may dilute a quarter but not the year. So the count that
/// makes the year's average is checked against the dilution of the year and the other quarters.
/// </remarks>
internal sealed class FourthQuarterDilutedShares : ValueRule
{
    /// <summary>The derivation of the count of a quarter at a loss.</summary>
    public const string AtLoss = "SharesBasic (at a loss)";

    private readonly MetricInput _basic, _toCommon, _discontinued;
    private readonly MetricInput _basicElsewhere, _toCommonElsewhere, _discontinuedElsewhere, _dilutedElsewhere;

    public FourthQuarterDilutedShares() : base(
        "fourth-quarter-diluted-shares",
        "A fourth quarter's diluted shares make the year's average, with dilution near the other quarters'; at a loss they are basic.",
        "ASC 260-10-45-17 to -19 and 260-10-55-3: what would reduce a loss per share does not dilute.")
    {
        (_basic, _toCommon, _discontinued) = (Reads("SharesBasic"), Reads("NetIncomeToCommon"), Reads("DiscontinuedOperations"));
        (_basicElsewhere, _dilutedElsewhere) = (ReadsOtherPeriods("SharesBasic"), ReadsOtherPeriods("SharesDiluted"));
        (_toCommonElsewhere, _discontinuedElsewhere) =
            (ReadsOtherPeriods("NetIncomeToCommon"), ReadsOtherPeriods("DiscontinuedOperations"));
    }

    public override MetricValue? Find(in RuleContext context, MetricValue? reported)
    {
        if (context.Period is not { Kind: FiscalPeriodKind.Quarter, Quarter: 4 }) return null;
        var derived = FourthQuarterShares.Derive(context);
        if (context.ReportedYear is not { } year) return derived;
        RuleContext[] others = [context.At(year.Period), .. GetQuarters(context, year)];
        if (IsAtLoss(context.Value(_toCommon), context.Value(_discontinued)))
        {
            if (context.Get(_basic) is { Value: not null } basic)
                return Derivations.Sum(context.Definition, context.Period, [basic], AtLoss);
            return derived is null || Array.TrueForAll(others, IsAtLoss) ? derived : MetricValue.Missing(ReasonCode.DilutionDiffers);
        }
        if (derived?.Value is not { } shares) return derived;
        return IsNearOthers(shares, context, others) ? derived : MetricValue.Missing(ReasonCode.DilutionDiffers);
    }

    private static IEnumerable<RuleContext> GetQuarters(RuleContext context, FiscalYear year) =>
        Enumerable.Range(1, 3).Select(year.Quarter).OfType<FiscalPeriod>().Select(context.At);

    private bool IsAtLoss(RuleContext other) => IsAtLoss(other.Value(_toCommonElsewhere), other.Value(_discontinuedElsewhere));

    private static bool IsAtLoss(decimal? toCommon, decimal? discontinued) => toCommon - (discontinued ?? 0) < 0;

    private bool IsNearOthers(decimal shares, RuleContext context, RuleContext[] others)
    {
        if (GetDilution(shares, context.Value(_basic)) is { } dilution)
            return dilution >= -Thresholds.DilutionRounding
                && others.Select(other => GetDilution(other.Value(_dilutedElsewhere), other.Value(_basicElsewhere))).Max() is { } most
                && dilution <= most + Thresholds.MostExtraDilution;
        var next = context.Model.Calendar.Quarterly
            .Where(period => period.Start.DayNumber == context.Period.End.DayNumber + 1).Select(context.At);
        var around = next.Append(others[^1]).Select(quarter => quarter.Value(_dilutedElsewhere)).OfType<decimal>().ToList();
        return around.Count == 0
            || shares <= around.Max() * (1 + Thresholds.MostDilutedChange) && shares >= around.Min() * (1 - Thresholds.MostDilutedChange);
    }

    private static decimal? GetDilution(decimal? diluted, decimal? basic) => basic is > 0 ? diluted / basic - 1 : null;
}
