using System.ComponentModel.DataAnnotations;

namespace EdgarApi.Caching;

/// <summary>The tiers of the caches; configuration section <c>EdgarApi:Cache</c>.</summary>
public sealed class CacheOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "EdgarApi:Cache";

    /// <summary>Keeps environments apart that share a Redis; the environment's short name where the configuration says nothing.</summary>
    [RegularExpression("^[a-z0-9-]{1,32}$", ErrorMessage = "EdgarApi:Cache:Namespace must be 1 to 32 of a-z, 0-9 and '-'.")]
    public string Namespace { get; set; } = "dev";

    /// <summary>Memory of a process for finished answers, in MiB.</summary>
    [Range(1, 65_536, ErrorMessage = "EdgarApi:Cache:MemoryMegabytes must be between 1 and 65536 (the default is 512).")]
    public int MemoryMegabytes { get; set; } = 512;

    /// <summary>How long an answer in memory is good before Redis is asked again.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = "EdgarApi:Cache:MemoryDuration must be between a second and a day (the default is five minutes).")]
    public TimeSpan MemoryDuration { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How old an answer may be that is served because no new one can be had.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00", ErrorMessage = "EdgarApi:Cache:StaleFor must be between a second and a week (the default is a day).")]
    public TimeSpan StaleFor { get; set; } = TimeSpan.FromHours(24);

    /// <summary>From which part of its life on an answer that is asked for is made anew in the background.</summary>
    [Range(0.1, 0.99, ErrorMessage = "EdgarApi:Cache:RefreshAhead must be between 0.1 and 0.99 (the default is 0.9).")]
    public double RefreshAhead { get; set; } = 0.9;

    /// <summary>How long a caller waits for a new answer where a stale one could be had instead.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:05:00", ErrorMessage =
        "EdgarApi:Cache:SoftTimeout must be between 00:00:00.01 and 00:05:00 (the default is 00:00:01).")]
    public TimeSpan SoftTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a caller waits for an answer at all.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00", ErrorMessage =
        "EdgarApi:Cache:HardTimeout must be between 00:00:00.1 and 00:10:00 (the default is 00:00:15).")]
    public TimeSpan HardTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long Redis may take to answer before it is passed over.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00", ErrorMessage =
        "EdgarApi:Cache:RedisTimeout must be between 00:00:00.01 and 00:01:00 (the default is 00:00:01).")]
    public TimeSpan RedisTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Answers that weigh more are sent and not kept, in bytes.</summary>
    [Range(1024, 512 * 1024 * 1024, ErrorMessage =
        "EdgarApi:Cache:MaxEntryBytes must be between 1024 and 536870912 (the default is 2097152).")]
    public int MaxEntryBytes { get; set; } = 2 * 1024 * 1024;
}
