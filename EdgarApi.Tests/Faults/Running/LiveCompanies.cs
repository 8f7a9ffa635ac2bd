namespace EdgarApi.Tests.Faults.Running;

/// <summary>The companies of a system in live mode.</summary>
internal static class LiveCompanies
{
    /// <summary>Those that the Warmer loads and refreshes.</summary>
    public static IReadOnlyList<string> Loaded { get; } = ["AAPL", "NVDA", "HD", "PG", "COST", "WMT", "NKE", "MCD"];
}
