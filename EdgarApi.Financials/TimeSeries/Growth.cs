namespace EdgarApi.Financials.TimeSeries;

/// <summary>Change of a value against the same period a year before.</summary>
public static class Growth
{
    /// <summary>
    /// The change as a ratio, 4 decimals; null without both values, or on a base of zero or less, where it has no meaning.
    /// </summary>
    public static decimal? Calculate(decimal? before, decimal? now) =>
        before is > 0 && now is { } value ? Math.Round((value - before.Value) / before.Value, Thresholds.RatioDecimals) : null;
}
