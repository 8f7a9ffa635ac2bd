using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using EdgarApi.Contracts.Settings;
using Microsoft.Extensions.Options;

namespace EdgarApi.Sec.Live;

/// <summary>
/// Access to the SEC's servers; configuration section <c>EdgarApi:Sec</c>. The limits are the SEC's rules and must not be raised.
/// </summary>
public sealed class SecOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "EdgarApi:Sec";

    /// <summary>Name and email address of the operator, sent as User-Agent; the SEC rejects programs without it.</summary>
    public string Contact { get; set; } = "";

    /// <summary>Base address of submissions and company facts.</summary>
    public Uri DataAddress { get; set; } = new("https://data.sec.gov/");

    /// <summary>Base address of the ticker lists.</summary>
    public Uri FilesAddress { get; set; } = new("https://www.sec.gov/");

    /// <summary>Requests per second of all processes together. The SEC allows 10.</summary>
    [Range(1, 10, ErrorMessage = "EdgarApi:Sec:RequestsPerSecond must be between 1 and 10: the SEC allows no more.")]
    public int RequestsPerSecond { get; set; } = 10;

    /// <summary>
    /// The fraction of <see cref="RequestsPerSecond"/> that each process may use while Redis, which counts for all, is unavailable.
    /// </summary>
    [Range(0.1, 1, ErrorMessage = "EdgarApi:Sec:FallbackFraction must be between 0.1 and 1.")]
    public double FallbackFraction { get; set; } = 0.2;

    /// <summary>Maximum number of concurrent calls.</summary>
    [Range(1, 25, ErrorMessage = "EdgarApi:Sec:MaxInFlight must be between 1 and 25.")]
    public int MaxInFlight { get; set; } = 25;

    /// <summary>
    /// Maximum wait for permission to send a request. If it would be longer, the call fails immediately and says when to retry.
    /// </summary>
    [DurationRange("00:00:00.1", "00:10:00", ErrorMessage =
        "EdgarApi:Sec:MaxWait must be between 00:00:00.1 and 00:10:00 (the default is 00:00:30).")]
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Pause of all processes after a rejection (403 or 429) without <c>Retry-After</c>.</summary>
    [DurationRange("00:00:01", "1.00:00:00", ErrorMessage =
        "EdgarApi:Sec:RefusalPause must be between 00:00:01 and 1.00:00:00 (the default is 00:10:00).")]
    public TimeSpan RefusalPause { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Delay before the first retry of a failed call; doubled each time.</summary>
    [DurationRange("00:00:00.001", "00:01:00", ErrorMessage =
        "EdgarApi:Sec:RetryDelay must be between 00:00:00.001 and 00:01:00 (the default is 00:00:01).")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Timeout of an attempt, including the wait for permission to send it.</summary>
    [DurationRange("00:00:00.25", "00:30:00", ErrorMessage =
        "EdgarApi:Sec:AttemptTimeout must be between 00:00:00.25 and 00:30:00 (the default is 00:01:30).")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>How long an API caller waits for a company that is loaded on demand. Loading continues afterwards.</summary>
    [DurationRange("00:00:00.01", "00:10:00", ErrorMessage =
        "EdgarApi:Sec:Patience must be between 00:00:00.01 and 00:10:00 (the default is 00:00:15).")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Maximum size of an uncompressed response in bytes. The largest files of the SEC have about 10 MB.</summary>
    [Range(1, 1 << 30, ErrorMessage = "EdgarApi:Sec:MaxAnswerLength must be between 1 and 1073741824.")]
    public int MaxAnswerLength { get; set; } = 64 << 20;

    /// <summary>The User-Agent header.</summary>
    internal string UserAgent => $"EdgarApi {Contact.Trim()}";
}

/// <summary>Requires a contact for requests to the SEC, and says how to configure it.</summary>
internal sealed partial class SecContactValidator : IValidateOptions<SecOptions>
{
    public ValidateOptionsResult Validate(string? name, SecOptions options)
    {
        if (ContactPattern().IsMatch(options.Contact.Trim()) && !PlaceholderPattern().IsMatch(options.Contact))
            return ValidateOptionsResult.Success;
        return ValidateOptionsResult.Fail(
            $"EdgarApi:Sec:Contact is {(string.IsNullOrWhiteSpace(options.Contact) ? "not set" : $"'{options.Contact}'")}, "
            + "but the SEC requires a contact. Set it to your name or company and an email address, for example with the environment "
            + "variable EdgarApi__Sec__Contact='Jane Doe jane@doe-analytics.com', or use the sample or the bulk files "
            + "(EdgarApi:Ingest:Source).");
    }

    // Printable ASCII only, because it becomes a header.
    [GeneratedRegex(@"\A(?=.*[^\s@]+@[^\s@]+\.[^\s@]{2,})[\x20-\x7E]{6,200}\z")]
    private static partial Regex ContactPattern();

    [GeneratedRegex(@"@example\.", RegexOptions.IgnoreCase)]
    private static partial Regex PlaceholderPattern();
}
