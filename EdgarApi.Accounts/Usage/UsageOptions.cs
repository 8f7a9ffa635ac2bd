using System.ComponentModel.DataAnnotations;

namespace EdgarApi.Accounts.Usage;

/// <summary>How requests are recorded and how long that is kept; configuration section <c>EdgarApi:Usage</c>.</summary>
public sealed class UsageOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "EdgarApi:Usage";

    /// <summary>Whether requests are recorded at all; where they are not, <c>/usage</c> says so, and nothing can be warmed by what was asked for.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>What an end of the process by force may cost: requests are on the primary or on disk this long after their answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:10", ErrorMessage = "EdgarApi:Usage:MaxDelay must be between 00:00:00.100 and 00:00:10 (the default is 00:00:00.500).")]
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Where requests wait while the primary is away; several processes may share it. Without it <c>usage</c> below <c>EdgarApi:DataDirectory</c>, or below the folder for temporary files.
    /// </summary>
    public string? SpoolDirectory { get; set; }

    /// <summary>What a process may keep there, in MiB: some 6,500 requests each.</summary>
    [Range(1, 1_048_576, ErrorMessage = "EdgarApi:Usage:SpoolMegabytes must be between 1 and 1048576 (the default is 512).")]
    public int SpoolMegabytes { get; set; } = 512;

    /// <summary>The same in bytes.</summary>
    public long SpoolBytes => SpoolMegabytes * 1024L * 1024;

    /// <summary>
    /// Requests a second up to which a process writes them to the primary as they come; when more come they wait on disk until fewer do, a minute has passed, or half of
    /// <see cref="SpoolMegabytes"/> is used.
    /// </summary>
    [Range(100, 1_000_000, ErrorMessage = "EdgarApi:Usage:RowsPerSecond must be between 100 and 1000000 (the default is 2000).")]
    public int RowsPerSecond { get; set; } = 2_000;

    /// <summary>Whole days for which single requests are kept; the figures a day stay for good.</summary>
    [Range(2, 3650, ErrorMessage = "EdgarApi:Usage:RetentionDays must be between 2 and 3650 (the default is 90).")]
    public int RetentionDays { get; set; } = 90;

    /// <summary>Days for which partitions are there ahead: how long the Warmer may be away before requests wait on disk.</summary>
    [Range(1, 90, ErrorMessage = "EdgarApi:Usage:PartitionsAhead must be between 1 and 90 (the default is 7).")]
    public int PartitionsAhead { get; set; } = 7;
}
