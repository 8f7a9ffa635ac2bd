using System.ComponentModel.DataAnnotations;

namespace EdgarApi.Accounts.Keys;

/// <summary>What a process remembers of keys; configuration section <c>EdgarApi:Keys</c>.</summary>
public sealed class KeyOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "EdgarApi:Keys";

    /// <summary>Keys, and as many sessions, that a process remembers at most; some 500 bytes each.</summary>
    [Range(1, 10_000_000, ErrorMessage = "EdgarApi:Keys:MaxKnown must be between 1 and 10000000 (the default is 100000).")]
    public int MaxKnown { get; set; } = 100_000;

    /// <summary>Ids that no key has, which a process remembers at most.</summary>
    [Range(1, 1_000_000, ErrorMessage = "EdgarApi:Keys:MaxUnknown must be between 1 and 1000000 (the default is 10000).")]
    public int MaxUnknown { get; set; } = 10_000;

    /// <summary>How long an id that no key has is remembered as such.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00", ErrorMessage = "EdgarApi:Keys:UnknownFor must be between 0.1 seconds and a minute (the default is ten seconds).")]
    public TimeSpan UnknownFor { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long known keys go on when no database can say what became of them.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00", ErrorMessage = "EdgarApi:Keys:TrustFor must be between ten seconds and a day (the default is an hour).")]
    public TimeSpan TrustFor { get; set; } = TimeSpan.FromHours(1);
}
