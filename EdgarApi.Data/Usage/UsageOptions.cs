using System.ComponentModel.DataAnnotations;

namespace EdgarApi.Data.Usage;

/// <summary>How requests are recorded and how long that is kept; configuration section <c>EdgarApi:Usage</c>.</summary>
public sealed class UsageOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "EdgarApi:Usage";

    /// <summary>Whole days for which single requests are kept; the figures a day stay for good.</summary>
    [Range(2, 3650, ErrorMessage = "EdgarApi:Usage:RetentionDays must be between 2 and 3650 (the default is 90).")]
    public int RetentionDays { get; set; } = 90;

    /// <summary>Days for which partitions are there ahead: how long the Warmer may be away before requests wait on disk.</summary>
    [Range(1, 90, ErrorMessage = "EdgarApi:Usage:PartitionsAhead must be between 1 and 90 (the default is 7).")]
    public int PartitionsAhead { get; set; } = 7;
}
