using System.ComponentModel.DataAnnotations;
using EdgarApi.Contracts.Settings;

namespace EdgarApi.Accounts.Keys;

/// <summary>Sizes and times of the key cache; configuration section <c>EdgarApi:Keys</c>.</summary>
public sealed class KeyOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "EdgarApi:Keys";

    /// <summary>
    /// Memory for cached keys in MiB, and as much again for cached sessions. Entries are evicted above 80 % of it. A key takes about 800
    /// bytes.
    /// </summary>
    [Range(1, 65_536, ErrorMessage = "EdgarApi:Keys:MemoryMegabytes must be between 1 and 65536 (the default is 96).")]
    public int MemoryMegabytes { get; set; } = 96;

    /// <summary>Memory for ids that do not exist in MiB, for keys and for sessions. An id takes about 300 bytes.</summary>
    [Range(1, 1_024, ErrorMessage = "EdgarApi:Keys:UnknownMegabytes must be between 1 and 1024 (the default is 4).")]
    public int UnknownMegabytes { get; set; } = 4;

    /// <summary>How long an id is cached as nonexistent.</summary>
    [DurationRange("00:00:00.1", "00:01:00",
        ErrorMessage = "EdgarApi:Keys:UnknownFor must be between 00:00:00.1 and 00:01:00 (the default is 00:00:10).")]
    public TimeSpan UnknownFor { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long cached keys stay valid if no database responds.</summary>
    [DurationRange("00:00:10", "1.00:00:00",
        ErrorMessage = "EdgarApi:Keys:TrustFor must be between 00:00:10 and 1.00:00:00 (the default is 01:00:00).")]
    public TimeSpan TrustFor { get; set; } = TimeSpan.FromHours(1);
}
