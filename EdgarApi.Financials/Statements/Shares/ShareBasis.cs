using EdgarApi.Financials.Metrics;

namespace EdgarApi.Financials.Statements.Shares;

/// <summary>Rounding of figures brought to another share basis: whole shares, and six decimals a share.</summary>
internal static class ShareBasis
{
    private const int AdjustedDecimals = 6, ComputedDecimals = 4;

    /// <summary>A figure that was rescaled; it had <paramref name="decimals"/> as filed.</summary>
    public static decimal Round(decimal value, UnitKind unit, int decimals) =>
        Math.Round(value, unit == UnitKind.Shares ? 0 : Math.Max(decimals, AdjustedDecimals));

    /// <summary>A figure a share that was computed.</summary>
    public static decimal RoundPerShare(decimal value) => Math.Round(value, ComputedDecimals);
}
