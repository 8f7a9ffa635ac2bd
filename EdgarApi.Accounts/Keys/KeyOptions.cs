using System.ComponentModel.DataAnnotations;

namespace EdgarApi.Accounts.Keys;

/// <summary>Sizes and times of the key cache; configuration section <c>EdgarApi:Keys</c>.</summary>
public sealed class KeyOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "EdgarApi:Keys";

    /// <summary>Maximum number of cached keys, and of cached sessions; each takes about 500 bytes.</summary>
    [Range(1, 10_000_000, ErrorMessage = "EdgarApi:Keys:MaxKnown must be between 1 and 10000000 (the default is 100000).")]
    public int MaxKnown { get; set; } = 100_000;

    /// <summary>Maximum number of cached ids that do not exist.</summary>
    [Range(1, 1_000_000, ErrorMessage = "EdgarApi:Keys:MaxUnknown must be between 1 and 1000000 (the default is 10000).")]
    public int MaxUnknown { get; set; } = 10_000;

    /// <summary>How long an id is cached as nonexistent.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00",
        ErrorMessage = "EdgarApi:Keys:UnknownFor must be between 00:00:00.1 and 00:01:00 (the default is 00:00:10).")]
    public TimeSpan UnknownFor { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long cached keys stay valid if no database responds.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00",
        ErrorMessage = "EdgarApi:Keys:TrustFor must be between 00:00:10 and 1.00:00:00 (the default is 01:00:00).")]
    public TimeSpan TrustFor { get; set; } = TimeSpan.FromHours(1);
}
