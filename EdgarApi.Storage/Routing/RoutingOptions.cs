using System.ComponentModel.DataAnnotations;

namespace EdgarApi.Storage.Routing;

/// <summary>How reads find a replica; configuration section <c>EdgarApi:Routing</c>.</summary>
public sealed class RoutingOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "EdgarApi:Routing";

    /// <summary>Replay lag that the API's reads tolerate.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00", ErrorMessage =
        "EdgarApi:Routing:ApiLagTolerance must be between 00:00:00.1 and 01:00:00 (the default is 00:00:01).")]
    public TimeSpan ApiLagTolerance { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Replay lag that work over many companies tolerates.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00", ErrorMessage =
        "EdgarApi:Routing:AnalyticsLagTolerance must be between 00:00:00.1 and 01:00:00 (the default is 00:00:05).")]
    public TimeSpan AnalyticsLagTolerance { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Time between two probes of a node.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:01:00", ErrorMessage =
        "EdgarApi:Routing:ProbeInterval must be between 00:00:00.05 and 00:01:00 (the default is 00:00:00.5).")]
    public TimeSpan ProbeInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a probe may take before it counts as failed.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00", ErrorMessage =
        "EdgarApi:Routing:ProbeTimeout must be between 00:00:00.1 and 00:01:00 (the default is 00:00:01).")]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Failed probes in a row after which a node is out; a refused or broken connection takes it out at once.</summary>
    [Range(1, 100, ErrorMessage = "EdgarApi:Routing:FailuresUntilOut must be between 1 and 100 (the default is 2).")]
    public int FailuresUntilOut { get; set; } = 2;

    /// <summary>Good probes in a row after which a node is back.</summary>
    [Range(1, 100, ErrorMessage = "EdgarApi:Routing:SuccessesUntilBack must be between 1 and 100 (the default is 3).")]
    public int SuccessesUntilBack { get; set; } = 3;

    /// <summary>How long one attempt on one node may take in the role api.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00", ErrorMessage =
        "EdgarApi:Routing:ApiAttempt must be between 00:00:00.1 and 00:05:00 (the default is 00:00:05).")]
    public TimeSpan ApiAttempt { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one attempt on one node may take in the role analytics.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:30:00", ErrorMessage =
        "EdgarApi:Routing:AnalyticsAttempt must be between 00:00:00.1 and 00:30:00 (the default is 00:00:30).")]
    public TimeSpan AnalyticsAttempt { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Reads of this process on the primary at the same time, when it stands in for the replicas.</summary>
    [Range(1, 100, ErrorMessage = "EdgarApi:Routing:PrimaryConcurrency must be between 1 and 100 (the default is 4).")]
    public int PrimaryConcurrency { get; set; } = 4;

    /// <summary>Reads of this process at the same time, over all nodes.</summary>
    [Range(1, 1000, ErrorMessage = "EdgarApi:Routing:MaxConcurrentReads must be between 1 and 1000 (the default is 50).")]
    public int MaxConcurrentReads { get; set; } = 50;

    /// <summary>How long a read waits for its turn on the primary before it fails.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00", ErrorMessage =
        "EdgarApi:Routing:PrimaryWait must be between 00:00:00 and 00:05:00 (the default is 00:00:02).")]
    public TimeSpan PrimaryWait { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long an attempt may take at most, whatever its role.</summary>
    public TimeSpan LongestAttempt => ApiAttempt > AnalyticsAttempt ? ApiAttempt : AnalyticsAttempt;

    /// <summary>How long one attempt may take.</summary>
    public TimeSpan Attempt(ReadRole role) => role == ReadRole.Api ? ApiAttempt : AnalyticsAttempt;
}

/// <summary>What a read is for, which decides on how much replay lag it tolerates and which nodes it prefers.</summary>
public enum ReadRole
{
    /// <summary>One company for one request: a second.</summary>
    Api,

    /// <summary>Many companies: five seconds.</summary>
    Analytics,
}
