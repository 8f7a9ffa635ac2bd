using EdgarApi.Financials.Metrics;

namespace EdgarApi.Financials.Statements.Values;

/// <summary>Rounding of figures on another share basis: whole shares, and six decimals per share.</summary>
internal static class ShareBasis
{
    /// <summary>Rounds a rescaled figure; it had <paramref name="decimals"/> as filed.</summary>
    public static decimal Round(decimal value, UnitKind unit, int decimals) =>
        Math.Round(value, unit == UnitKind.Shares ? 0 : Math.Max(decimals, Thresholds.AdjustedPerShareDecimals));

    /// <summary>Rounds a computed per-share figure.</summary>
    public static decimal RoundPerShare(decimal value) => Math.Round(value, Thresholds.ComputedPerShareDecimals);
}
