using EdgarApi.Contracts.Settings;

namespace EdgarApi.ServiceDefaults.Startup;

/// <summary>What a process computes before it is ready; configuration section <c>EdgarApi:WarmUp</c>.</summary>
public sealed class WarmUpOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "EdgarApi:WarmUp";

    /// <summary>
    /// How long <c>/health</c> reports a process as unhealthy at most because it computes its first responses; zero computes none. The rest
    /// is then canceled. Zero in Development, where the program has no native code and a start should be short.
    /// </summary>
    [DurationRange("00:00:00", "00:00:30",
        ErrorMessage = "EdgarApi:WarmUp:TimeLimit must be between 00:00:00 and 00:00:30 (the default is 00:00:03).")]
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(3);
}
