using EdgarApi.Contracts.Settings;

namespace EdgarApi.ServiceDefaults.Shutdown;

/// <summary>How a process ends; configuration section <c>EdgarApi:Shutdown</c>.</summary>
public sealed class ShutdownOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "EdgarApi:Shutdown";

    /// <summary>
    /// How long a process keeps serving after SIGTERM while <c>/health</c> reports it as unhealthy. It must be longer than load balancers
    /// take to notice. Zero in Development, where nothing balances load.
    /// </summary>
    [DurationRange("00:00:00", "00:00:20",
        ErrorMessage = "EdgarApi:Shutdown:DrainTime must be between 00:00:00 and 00:00:20 (the default is 00:00:10).")]
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(10);
}
