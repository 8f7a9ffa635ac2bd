namespace EdgarApi.Data.Usage;

/// <summary>The meter of usage recording.</summary>
public static class UsageMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "EdgarApi.Data.Usage";
}
