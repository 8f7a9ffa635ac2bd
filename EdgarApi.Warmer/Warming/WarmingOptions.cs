using System.ComponentModel.DataAnnotations;
using Cronos;
using Microsoft.Extensions.Options;

namespace EdgarApi.Warmer.Warming;

/// <summary>What is warmed and when; configuration section <c>EdgarApi:Warming</c>.</summary>
internal sealed class WarmingOptions
{
    public const string Section = "EdgarApi:Warming";

    /// <summary>Where the exchange's clock hangs.</summary>
    public const string NewYork = "America/New_York";

    private static readonly string[] MostPopular = ["AAPL", "MSFT", "GOOGL", "AMZN", "TSLA", "NVDA", "META"];

    public bool Enabled { get; set; } = true;

    /// <summary>Where the API is; a service name is looked up by service discovery.</summary>
    public Uri Api { get; set; } = new("https+http://api");

    /// <summary>The key for answers that need one; without it only open answers are warmed.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Popular companies by ticker or CIK; the specification's seven when none is given.</summary>
    public IReadOnlyList<string> Companies { get; set; } = [];

    /// <summary>When the popular ones are warmed: a cron expression, UTC.</summary>
    public string PopularSchedule { get; set; } = "0 */4 * * *";

    /// <summary>When companies about to report are warmed: a cron expression, New York time, on trading days only.</summary>
    public string EarningsSchedule { get; set; } = "30 8 * * *";

    /// <summary>When recent queries are warmed: a cron expression, UTC.</summary>
    public string RecentSchedule { get; set; } = "0 * * * *";

    /// <summary>Answers of such a run at most.</summary>
    [Range(1, 10_000, ErrorMessage = "EdgarApi:Warming:RecentQueries must be between 1 and 10000 (the default is 200).")]
    public int RecentQueries { get; set; } = 200;

    /// <summary>Companies of one run at most; popular ones go first, then those nearest to their report.</summary>
    [Range(1, 100_000, ErrorMessage = "EdgarApi:Warming:MaxCompanies must be between 1 and 100000 (the default is 500).")]
    public int MaxCompanies { get; set; } = 500;

    /// <summary>Requests at the same time: few, because warming is not to take the API from callers.</summary>
    [Range(1, 25, ErrorMessage = "EdgarApi:Warming:MaxConcurrent must be between 1 and 25 (the default is 4).")]
    public int MaxConcurrent { get; set; } = 4;

    /// <summary>How often a run goes through what is left of it while the API is away.</summary>
    [Range(1, 100, ErrorMessage = "EdgarApi:Warming:Attempts must be between 1 and 100 (the default is 5).")]
    public int Attempts { get; set; } = 5;

    /// <summary>Time until the next attempt.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = "EdgarApi:Warming:RetryAfter must be between 00:00:01 and 1.00:00:00.")]
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Time from news of a version to warming it: longer than the 5 s after which an API process that missed the news has found the version by itself,
    /// so that no answer of the old version is warmed. News that come meanwhile are warmed together.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ErrorMessage = "EdgarApi:Warming:SettleTime must be between 00:00:00 and 01:00:00.")]
    public TimeSpan SettleTime { get; set; } = TimeSpan.FromSeconds(6);

    public IReadOnlyList<string> Popular => Companies.Count > 0 ? Companies : MostPopular;
}

/// <summary>Refuses schedules that cannot be kept, and says what one looks like.</summary>
internal sealed class WarmingOptionsValidator : IValidateOptions<WarmingOptions>
{
    public ValidateOptionsResult Validate(string? name, WarmingOptions options)
    {
        var faults = new List<string>();
        Check(nameof(options.PopularSchedule), options.PopularSchedule, "0 */4 * * *", "every four hours, UTC");
        Check(nameof(options.EarningsSchedule), options.EarningsSchedule, "30 8 * * *", "08:30 New York time");
        Check(nameof(options.RecentSchedule), options.RecentSchedule, "0 * * * *", "every hour, UTC");
        if (!options.Api.IsAbsoluteUri) faults.Add($"EdgarApi:Warming:Api is '{options.Api}', but must be an address such as 'https+http://api'.");
        if (options.Companies.Any(string.IsNullOrWhiteSpace)) faults.Add("EdgarApi:Warming:Companies has an empty item; each must be a ticker or a CIK.");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(WarmingOptions.NewYork, out _))
            faults.Add($"The time zone {WarmingOptions.NewYork} is not known on this machine: install the package tzdata.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Check(string setting, string cron, string example, string meaning)
        {
            // An expression may be well formed and never come, such as 30 February.
            if (!CronExpression.TryParse(cron, out var expression) || expression.GetNextOccurrence(DateTime.UnixEpoch) is null)
                faults.Add($"EdgarApi:Warming:{setting} is '{cron}', which is no schedule. Give minute, hour, day, month and weekday: '{example}' is {meaning}.");
        }
    }
}
