using System.ComponentModel.DataAnnotations;
using Cronos;
using EdgarApi.Contracts.Settings;
using Microsoft.Extensions.Options;

namespace EdgarApi.Warmer.Warming;

/// <summary>Selection and schedules of cache warming; configuration section <c>EdgarApi:Warming</c>.</summary>
internal sealed class WarmingOptions
{
    public const string Section = "EdgarApi:Warming";

    /// <summary>Time zone of the exchange.</summary>
    public const string NewYork = "America/New_York";

    private static readonly string[] DefaultCompanies = ["AAPL", "MSFT", "GOOGL", "AMZN", "TSLA", "NVDA", "META"];

    /// <summary>Whether caches are warmed.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Address of the API; service names are resolved by service discovery.</summary>
    public Uri Api { get; set; } = new("https+http://api");

    /// <summary>API key for responses that need one; without it only public responses are warmed.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Popular companies by ticker or CIK; defaults to the seven of the specification.</summary>
    public IReadOnlyList<string> Companies { get; set; } = [];

    /// <summary>Schedule for popular companies: a cron expression in UTC.</summary>
    public string PopularSchedule { get; set; } = "0 */4 * * *";

    /// <summary>Schedule for companies about to report: a cron expression in New York time, on trading days only.</summary>
    public string EarningsSchedule { get; set; } = "30 8 * * *";

    /// <summary>Schedule for recent queries: a cron expression in UTC.</summary>
    public string RecentSchedule { get; set; } = "0 * * * *";

    /// <summary>Maximum number of responses per run of recent queries.</summary>
    [Range(1, 10_000, ErrorMessage = "EdgarApi:Warming:RecentQueries must be between 1 and 10000 (the default is 200).")]
    public int RecentQueries { get; set; } = 200;

    /// <summary>Maximum number of companies per run; popular ones first, then those nearest to their report.</summary>
    [Range(1, 100_000, ErrorMessage = "EdgarApi:Warming:MaxCompanies must be between 1 and 100000 (the default is 500).")]
    public int MaxCompanies { get; set; } = 500;

    /// <summary>Maximum number of concurrent requests; low, so that warming does not slow down callers.</summary>
    [Range(1, 25, ErrorMessage = "EdgarApi:Warming:MaxConcurrent must be between 1 and 25 (the default is 4).")]
    public int MaxConcurrent { get; set; } = 4;

    /// <summary>Number of passes over a run's remaining responses while the API is unavailable.</summary>
    [Range(1, 100, ErrorMessage = "EdgarApi:Warming:Attempts must be between 1 and 100 (the default is 5).")]
    public int Attempts { get; set; } = 5;

    /// <summary>Time between passes.</summary>
    [DurationRange("00:00:01", "1.00:00:00", ErrorMessage = "EdgarApi:Warming:RetryAfter must be between 00:00:01 and 1.00:00:00.")]
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Time between the announcement of a version and warming it. Longer than the 5 s within which an API process finds a version whose
    /// announcement it missed, so that no responses of the old version are warmed. Companies announced meanwhile are warmed in the same
    /// run.
    /// </summary>
    [DurationRange("00:00:00", "01:00:00", ErrorMessage = "EdgarApi:Warming:SettleTime must be between 00:00:00 and 01:00:00.")]
    public TimeSpan SettleTime { get; set; } = TimeSpan.FromSeconds(6);

    public IReadOnlyList<string> Popular => Companies.Count > 0 ? Companies : DefaultCompanies;
}

/// <summary>Rejects invalid schedules, with an example of a valid one.</summary>
internal sealed class WarmingOptionsValidator : IValidateOptions<WarmingOptions>
{
    public ValidateOptionsResult Validate(string? name, WarmingOptions options)
    {
        var failures = new List<string>();
        Check(nameof(options.PopularSchedule), options.PopularSchedule, "0 */4 * * *", "every four hours, UTC");
        Check(nameof(options.EarningsSchedule), options.EarningsSchedule, "30 8 * * *", "08:30 New York time");
        Check(nameof(options.RecentSchedule), options.RecentSchedule, "0 * * * *", "every hour, UTC");
        if (!options.Api.IsAbsoluteUri)
            failures.Add($"EdgarApi:Warming:Api is '{options.Api}', but must be an absolute address such as 'https+http://api'.");
        if (options.Companies.Any(string.IsNullOrWhiteSpace))
            failures.Add("EdgarApi:Warming:Companies has an empty item; each must be a ticker or a CIK.");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(WarmingOptions.NewYork, out _))
            failures.Add($"The time zone {WarmingOptions.NewYork} is missing on this machine. Install the package tzdata.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Check(string setting, string cron, string example, string meaning)
        {
            // An expression may be valid but never occur, for example on 30 February.
            if (!CronExpression.TryParse(cron, out var expression) || expression.GetNextOccurrence(DateTime.UnixEpoch) is null)
                failures.Add(
                    $"EdgarApi:Warming:{setting} is '{cron}', which is not a valid schedule. Specify minute, hour, day, month and weekday: "
                    + $"'{example}' is {meaning}.");
        }
    }
}
