using EdgarApi.Financials.Metrics;

namespace EdgarApi.Financials.Statements;

/// <summary>Rounding of figures brought to another share basis: whole shares, and six decimals a share.</summary>
internal static class ShareBasis
{
    private const int AdjustedDecimals = 6, ComputedDecimals = 4;

    /// <summary>A figure that was not rescaled keeps its digits.</summary>
    public static decimal Round(decimal value, UnitKind unit, int scale, decimal factor) =>
        factor == 1 ? value : Math.Round(value, unit == UnitKind.Shares ? 0 : Math.Max(scale, AdjustedDecimals));

    /// <summary>A figure a share that was computed.</summary>
    public static decimal RoundPerShare(decimal value) => Math.Round(value, ComputedDecimals);
}
