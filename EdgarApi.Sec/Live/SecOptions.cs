using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace EdgarApi.Sec.Live;

/// <summary>How the SEC's servers are asked; configuration section <c>EdgarApi:Sec</c>. The limits are the SEC's rules, not to be raised.</summary>
public sealed class SecOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "EdgarApi:Sec";

    /// <summary>Who runs this program, with an e-mail address: the SEC refuses programs that do not say so in their User-Agent.</summary>
    public string Contact { get; set; } = "";

    /// <summary>Where submissions and company facts are.</summary>
    public Uri DataAddress { get; set; } = new("https://data.sec.gov/");

    /// <summary>Where the ticker lists are.</summary>
    public Uri FilesAddress { get; set; } = new("https://www.sec.gov/");

    /// <summary>Requests a second of all processes together. The SEC allows 10.</summary>
    [Range(1, 10, ErrorMessage = "EdgarApi:Sec:RequestsPerSecond must be between 1 and 10: the SEC allows no more.")]
    public int RequestsPerSecond { get; set; } = 10;

    /// <summary>The part of <see cref="RequestsPerSecond"/> that each process takes for itself while Redis, which counts for all, is away.</summary>
    [Range(0.1, 1, ErrorMessage = "EdgarApi:Sec:FallbackFraction must be between 0.1 and 1.")]
    public double FallbackFraction { get; set; } = 0.2;

    /// <summary>Calls in flight at most.</summary>
    [Range(1, 25, ErrorMessage = "EdgarApi:Sec:MaxInFlight must be between 1 and 25.")]
    public int MaxInFlight { get; set; } = 25;

    /// <summary>The longest wait for a turn; beyond it the call fails at once and says when to try again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00", ErrorMessage =
        "EdgarApi:Sec:MaxWait must be between 00:00:00.1 and 00:10:00 (the default is 00:00:30).")]
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long everybody keeps quiet after a refusal (403 or 429) that does not say how long.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage =
        "EdgarApi:Sec:RefusalPause must be between 00:00:01 and 1.00:00:00 (the default is 00:10:00).")]
    public TimeSpan RefusalPause { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Delay before the first retry of a call that failed; doubled each time.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00", ErrorMessage =
        "EdgarApi:Sec:RetryDelay must be between 00:00:00.001 and 00:01:00 (the default is 00:00:01).")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long one attempt may take, the wait for its turn included.</summary>
    [Range(typeof(TimeSpan), "00:00:00.25", "00:30:00", ErrorMessage =
        "EdgarApi:Sec:AttemptTimeout must be between 00:00:00.25 and 00:30:00 (the default is 00:01:30).")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>How long a caller of the API waits for a company that is fetched because it was asked for; the fetch itself goes on.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:10:00", ErrorMessage =
        "EdgarApi:Sec:Patience must be between 00:00:00.01 and 00:10:00 (the default is 00:00:15).")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The largest answer that is read, unpacked.</summary>
    [Range(1, 1 << 30, ErrorMessage = "EdgarApi:Sec:MaxAnswerLength must be between 1 and 1073741824.")]
    public int MaxAnswerLength { get; set; } = 256 << 20;

    /// <summary>What the SEC is told about who asks.</summary>
    internal string UserAgent => $"EdgarApi {Contact.Trim()}";
}

/// <summary>Refuses to talk to the SEC without a contact, and says how to name one.</summary>
internal sealed partial class SecContactValidator : IValidateOptions<SecOptions>
{
    public ValidateOptionsResult Validate(string? name, SecOptions options)
    {
        if (NamesContact().IsMatch(options.Contact.Trim()) && !Placeholder().IsMatch(options.Contact)) return ValidateOptionsResult.Success;
        return ValidateOptionsResult.Fail(
            $"EdgarApi:Sec:Contact is {(string.IsNullOrWhiteSpace(options.Contact) ? "not set" : $"'{options.Contact}'")}, but the SEC answers only programs " +
            "that name a contact. Set it to your name or company and an e-mail address, as in the environment variable " +
            "EdgarApi__Sec__Contact='Jane Doe jane@doe-analytics.com', or take companies from the sample or the bulk files (EdgarApi:Ingest:Source).");
    }

    // Printable ASCII only: it becomes a header.
    [GeneratedRegex(@"\A(?=.*[^\s@]+@[^\s@]+\.[^\s@]{2,})[\x20-\x7E]{6,200}\z")]
    private static partial Regex NamesContact();

    [GeneratedRegex(@"@example\.", RegexOptions.IgnoreCase)]
    private static partial Regex Placeholder();
}
