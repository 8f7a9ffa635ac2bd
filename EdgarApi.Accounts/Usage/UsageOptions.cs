using System.ComponentModel.DataAnnotations;
using EdgarApi.Contracts.Settings;

namespace EdgarApi.Accounts.Usage;

/// <summary>Recording of requests and retention of the records; configuration section <c>EdgarApi:Usage</c>.</summary>
public sealed class UsageOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "EdgarApi:Usage";

    /// <summary>
    /// Whether requests are recorded. If not, <c>/usage</c> says so, and the Warmer cannot select responses by recent requests.
    /// </summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Maximum time between a response and its record being on the primary or on disk: the records that a killed process loses.
    /// </summary>
    [DurationRange("00:00:00.100", "00:00:10",
        ErrorMessage = "EdgarApi:Usage:MaxDelay must be between 00:00:00.100 and 00:00:10 (the default is 00:00:00.500).")]
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Folder for records while the primary is unavailable; several processes may share it. Defaults to <c>usage</c> below
    /// <c>EdgarApi:DataDirectory</c>, or below the folder for temporary files.
    /// </summary>
    public string? SpoolDirectory { get; set; }

    /// <summary>Maximum size of a process's records on disk, in MiB; one MiB holds about 6,500 requests.</summary>
    [Range(1, 1_048_576, ErrorMessage = "EdgarApi:Usage:SpoolMegabytes must be between 1 and 1048576 (the default is 512).")]
    public int SpoolMegabytes { get; set; } = 512;

    /// <summary><see cref="SpoolMegabytes"/> in bytes.</summary>
    public long SpoolBytes => SpoolMegabytes * 1024L * 1024;

    /// <summary>
    /// Requests per second that a process writes to the primary immediately. Above that rate records wait on disk until the rate falls, a
    /// minute has passed, or half of <see cref="SpoolMegabytes"/> is used.
    /// </summary>
    [Range(100, 1_000_000, ErrorMessage = "EdgarApi:Usage:RowsPerSecond must be between 100 and 1000000 (the default is 2000).")]
    public int RowsPerSecond { get; set; } = 2_000;

    /// <summary>Days for which individual requests are kept; daily totals are kept forever.</summary>
    [Range(2, 3650, ErrorMessage = "EdgarApi:Usage:RetentionDays must be between 2 and 3650 (the default is 90).")]
    public int RetentionDays { get; set; } = 90;

    /// <summary>Days for which partitions are created ahead: how long the Warmer may be down before records have to wait on disk.</summary>
    [Range(1, 90, ErrorMessage = "EdgarApi:Usage:PartitionsAhead must be between 1 and 90 (the default is 7).")]
    public int PartitionsAhead { get; set; } = 7;

    /// <summary>
    /// Maximum time that <c>/usage</c> reads, on all nodes together; then it answers 503. A statement ends on the server before that.
    /// </summary>
    [DurationRange("00:00:01", "00:05:00",
        ErrorMessage = "EdgarApi:Usage:ReadTimeout must be between 00:00:01 and 00:05:00 (the default is 00:00:10).")]
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
