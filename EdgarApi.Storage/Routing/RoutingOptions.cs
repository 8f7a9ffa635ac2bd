using System.ComponentModel.DataAnnotations;
using EdgarApi.Contracts.Settings;

namespace EdgarApi.Storage.Routing;

/// <summary>Routing of reads to nodes; configuration section <c>EdgarApi:Routing</c>.</summary>
public sealed class RoutingOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "EdgarApi:Routing";

    /// <summary>Maximum replay lag for reads of the role api.</summary>
    [DurationRange("00:00:00.1", "01:00:00", ErrorMessage =
        "EdgarApi:Routing:ApiLagTolerance must be between 00:00:00.1 and 01:00:00 (the default is 00:00:01).")]
    public TimeSpan ApiLagTolerance { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Maximum replay lag for reads of the role analytics.</summary>
    [DurationRange("00:00:00.1", "01:00:00", ErrorMessage =
        "EdgarApi:Routing:AnalyticsLagTolerance must be between 00:00:00.1 and 01:00:00 (the default is 00:00:05).")]
    public TimeSpan AnalyticsLagTolerance { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Time between two probes of a node.</summary>
    [DurationRange("00:00:00.05", "00:01:00", ErrorMessage =
        "EdgarApi:Routing:ProbeInterval must be between 00:00:00.05 and 00:01:00 (the default is 00:00:00.5).")]
    public TimeSpan ProbeInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Timeout of a probe.</summary>
    [DurationRange("00:00:00.1", "00:01:00", ErrorMessage =
        "EdgarApi:Routing:ProbeTimeout must be between 00:00:00.1 and 00:01:00 (the default is 00:00:01).")]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Consecutive failed probes that take a node out; a refused or broken connection does so immediately.</summary>
    [Range(1, 100, ErrorMessage = "EdgarApi:Routing:FailuresUntilOut must be between 1 and 100 (the default is 2).")]
    public int FailuresUntilOut { get; set; } = 2;

    /// <summary>Consecutive successful probes that bring a node back.</summary>
    [Range(1, 100, ErrorMessage = "EdgarApi:Routing:SuccessesUntilBack must be between 1 and 100 (the default is 3).")]
    public int SuccessesUntilBack { get; set; } = 3;

    /// <summary>Timeout of an attempt on one node in the role api.</summary>
    [DurationRange("00:00:00.1", "00:05:00", ErrorMessage =
        "EdgarApi:Routing:ApiAttempt must be between 00:00:00.1 and 00:05:00 (the default is 00:00:05).")]
    public TimeSpan ApiAttempt { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long at most a read in the role api waits for the first node while another replica is healthy, if no check moves it before.
    /// </summary>
    [DurationRange("00:00:00.1", "00:05:00", ErrorMessage =
        "EdgarApi:Routing:ApiFirstAttempt must be between 00:00:00.1 and 00:05:00 (the default is 00:00:01).")]
    public TimeSpan ApiFirstAttempt { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a read waits for a node before all nodes are checked at once, and the timeout of that check. A node that does not respond
    /// to it although another does is taken out. A read in the role api that waits for twice as long moves on if another replica responds
    /// at once.
    /// </summary>
    [DurationRange("00:00:00.05", "00:05:00", ErrorMessage =
        "EdgarApi:Routing:SuspectAfter must be between 00:00:00.05 and 00:05:00 (the default is 00:00:00.2).")]
    public TimeSpan SuspectAfter { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Timeout of an attempt on one node in the role analytics.</summary>
    [DurationRange("00:00:00.1", "00:30:00", ErrorMessage =
        "EdgarApi:Routing:AnalyticsAttempt must be between 00:00:00.1 and 00:30:00 (the default is 00:00:30).")]
    public TimeSpan AnalyticsAttempt { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Maximum number of this process's concurrent reads on the primary while it serves as a fallback for the replicas.</summary>
    [Range(1, 100, ErrorMessage = "EdgarApi:Routing:PrimaryConcurrency must be between 1 and 100 (the default is 4).")]
    public int PrimaryConcurrency { get; set; } = 4;

    /// <summary>Maximum number of this process's concurrent reads over all nodes.</summary>
    [Range(1, 1000, ErrorMessage = "EdgarApi:Routing:MaxConcurrentReads must be between 1 and 1000 (the default is 50).")]
    public int MaxConcurrentReads { get; set; } = 50;

    /// <summary>Maximum time that a read waits for a free slot on the primary.</summary>
    [DurationRange("00:00:00", "00:05:00", ErrorMessage =
        "EdgarApi:Routing:PrimaryWait must be between 00:00:00 and 00:05:00 (the default is 00:00:02).")]
    public TimeSpan PrimaryWait { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longer of the two attempt timeouts.</summary>
    public TimeSpan MaxAttempt => ApiAttempt > AnalyticsAttempt ? ApiAttempt : AnalyticsAttempt;

    /// <summary>The attempt timeout of a role.</summary>
    public TimeSpan GetAttemptTimeout(ReadRole role) => role == ReadRole.Api ? ApiAttempt : AnalyticsAttempt;
}

/// <summary>The purpose of a read, which determines the tolerated replay lag and the preferred nodes.</summary>
public enum ReadRole
{
    /// <summary>Data of one company for one request: at most one second behind by default.</summary>
    Api,

    /// <summary>Data of many companies: at most five seconds behind by default.</summary>
    Analytics,
}
