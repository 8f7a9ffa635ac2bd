using EdgarApi.Contracts.Settings;

namespace EdgarApi.Accounts.Degraded;

/// <summary>How long degraded mode lasts; configuration section <c>EdgarApi:Degraded</c>.</summary>
public sealed class DegradedModeOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "EdgarApi:Degraded";

    /// <summary>How long the mode lasts if the operator gives no time.</summary>
    [DurationRange("00:00:01", "7.00:00:00",
        ErrorMessage = "EdgarApi:Degraded:DefaultDuration must be between 00:00:01 and 7.00:00:00 (the default is 01:00:00).")]
    public TimeSpan DefaultDuration { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Maximum time that an operator can give.</summary>
    [DurationRange("00:00:01", "7.00:00:00",
        ErrorMessage = "EdgarApi:Degraded:MaxDuration must be between 00:00:01 and 7.00:00:00 (the default is 1.00:00:00).")]
    public TimeSpan MaxDuration { get; set; } = TimeSpan.FromDays(1);
}
