using System.ComponentModel.DataAnnotations;
using EdgarApi.Contracts.Settings;

namespace EdgarApi.Caching;

/// <summary>The cache tiers; configuration section <c>EdgarApi:Cache</c>.</summary>
public sealed class CacheOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "EdgarApi:Cache";

    /// <summary>
    /// Separates environments that share a Redis server. If empty, it is the environment's short name, for example <c>prod</c>.
    /// </summary>
    [RegularExpression("^[a-z0-9-]{1,32}$", ErrorMessage = "EdgarApi:Cache:Namespace must be 1 to 32 of a-z, 0-9 and '-'.")]
    public string Namespace { get; set; } = "";

    /// <summary>
    /// Secret that signs values in Redis, the same for all processes of an environment. Without it a process ignores what other processes
    /// store in Redis.
    /// </summary>
    [RegularExpression("^.{32,}$", ErrorMessage = "EdgarApi:Cache:SigningKey must have at least 32 characters.")]
    public string SigningKey { get; set; } = "";

    /// <summary>A second secret whose signatures are valid too: during a rotation, the previous key or the next one.</summary>
    [RegularExpression("^.{32,}$", ErrorMessage = "EdgarApi:Cache:PreviousSigningKey must have at least 32 characters.")]
    public string PreviousSigningKey { get; set; } = "";

    /// <summary>
    /// Memory per process for finished responses in MiB. Entries are evicted above 80 % of it; those that were computed and have not been
    /// read since, above 80 % of a fiftieth of it, or of a tenth up to 4 MiB if that is more.
    /// </summary>
    [Range(1, 65_536, ErrorMessage = "EdgarApi:Cache:MemoryMegabytes must be between 1 and 65536 (the default is 512).")]
    public int MemoryMegabytes { get; set; } = 512;

    /// <summary>How long a response in memory is valid before it is read from Redis again.</summary>
    [DurationRange("00:00:01", "1.00:00:00",
        ErrorMessage = "EdgarApi:Cache:MemoryDuration must be between 00:00:01 and 1.00:00:00 (the default is 00:05:00).")]
    public TimeSpan MemoryDuration { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Maximum age of a stale response that is served because computing a new one fails.</summary>
    [DurationRange("00:00:01", "7.00:00:00",
        ErrorMessage = "EdgarApi:Cache:StaleFor must be between 00:00:01 and 7.00:00:00 (the default is 1.00:00:00).")]
    public TimeSpan StaleFor { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Maximum age of a response that is served in degraded mode. Entries are kept for this long.</summary>
    [DurationRange("00:00:01", "30.00:00:00",
        ErrorMessage = "EdgarApi:Cache:DegradedStaleFor must be between 00:00:01 and 30.00:00:00 (the default is 3.00:00:00).")]
    public TimeSpan DegradedStaleFor { get; set; } = TimeSpan.FromDays(3);

    /// <summary>How long entries are kept after their computation: the longer of the two maximum ages.</summary>
    internal TimeSpan KeepFor => StaleFor > DegradedStaleFor ? StaleFor : DegradedStaleFor;

    /// <summary>Fraction of an entry's lifetime after which a read triggers a background refresh.</summary>
    [Range(0.1, 0.99, ErrorMessage = "EdgarApi:Cache:RefreshAhead must be between 0.1 and 0.99 (the default is 0.9).")]
    public double RefreshAhead { get; set; } = 0.9;

    /// <summary>How long a caller waits for a new response if a stale one is available.</summary>
    [DurationRange("00:00:00.01", "00:05:00", ErrorMessage =
        "EdgarApi:Cache:SoftTimeout must be between 00:00:00.01 and 00:05:00 (the default is 00:00:01).")]
    public TimeSpan SoftTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a caller waits for a response in any case.</summary>
    [DurationRange("00:00:00.1", "00:10:00", ErrorMessage =
        "EdgarApi:Cache:HardTimeout must be between 00:00:00.1 and 00:10:00 (the default is 00:00:15).")]
    public TimeSpan HardTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Timeout of Redis calls.</summary>
    [DurationRange("00:00:00.01", "00:01:00", ErrorMessage =
        "EdgarApi:Cache:RedisTimeout must be between 00:00:00.01 and 00:01:00 (the default is 00:00:00.25).")]
    public TimeSpan RedisTimeout { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Maximum size of a cached response in bytes; larger ones are sent but not cached.</summary>
    [Range(1024, 512 * 1024 * 1024, ErrorMessage =
        "EdgarApi:Cache:MaxEntryBytes must be between 1024 and 536870912 (the default is 2097152).")]
    public int MaxEntryBytes { get; set; } = 2 * 1024 * 1024;
}
