using EdgarApi.Storage.Warming;
using EdgarApi.Warmer.Earnings;
using Microsoft.Extensions.Options;

namespace EdgarApi.Warmer.Warming;

/// <summary>The answers of a run.</summary>
/// <param name="Works">What to ask for, in the order of warming.</param>
/// <param name="Skipped">Those asked for that are not loaded.</param>
/// <param name="Reason">Why these, for people.</param>
internal sealed record WarmSelection(IReadOnlyList<WarmWork> Works, IReadOnlyList<string> Skipped, string? Reason);

/// <summary>Answers that are warmed one after the other.</summary>
/// <param name="Company">Whose, by the id that the API is asked with; for those of several companies the name of their list.</param>
/// <param name="Targets">Paths and queries.</param>
internal sealed record WarmWork(string Company, IReadOnlyList<string> Targets);

/// <summary>Tells which companies a job is about when its run begins.</summary>
internal sealed partial class WarmSelector(
    LoadedCompanies loaded, EarningsReleases releases, RecentQueries recent, IOptions<WarmingOptions> options, TimeProvider time, ILogger<WarmSelector> logger)
{
    /// <summary>Estimates that a reason names; the others are counted.</summary>
    private const int NamedEstimates = 20;

    private readonly TimeZoneInfo newYork = TimeZoneInfo.FindSystemTimeZoneById(WarmingOptions.NewYork);

    public async Task<WarmSelection> SelectAsync(WarmJob job, CancellationToken cancellationToken)
    {
        if (job.Strategy == WarmStrategy.UpcomingEarnings) return await UpcomingAsync(cancellationToken).ConfigureAwait(false);
        if (job.Strategy == WarmStrategy.RecentQueries) return await RecentAsync(cancellationToken).ConfigureAwait(false);
        var asked = job.Companies ?? options.Value.Popular;
        var found = await loaded.FindAsync(asked, cancellationToken).ConfigureAwait(false);
        var popular = job.Companies is null ? found : await loaded.FindAsync(options.Value.Popular, cancellationToken).ConfigureAwait(false);
        string[] companies =
        [
            .. asked.Where(found.ContainsKey).DistinctBy(id => found[id]).OrderByDescending(id => popular.Values.Contains(found[id])).Take(options.Value.MaxCompanies),
        ];
        string[] skipped = [.. asked.Where(id => !found.ContainsKey(id)).Distinct(StringComparer.Ordinal)];
        foreach (var id in skipped) LogSkipped(id, job.Strategy.Name);
        if (found.Count > options.Value.MaxCompanies) LogLimited(job.Strategy.Name, companies.Length, found.Count);
        return new WarmSelection([.. companies.Select(Popular)], skipped, null);
    }

    private async Task<WarmSelection> UpcomingAsync(CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), newYork).DateTime);
        var earlier = await releases.ReadAsync(today.AddDays(-EarningsEstimate.History), cancellationToken).ConfigureAwait(false);
        var upcoming = EarningsEstimate.Upcoming(earlier, today);
        EarningsEstimate[] taken = [.. upcoming.Take(options.Value.MaxCompanies)];
        foreach (var estimate in taken) LogEstimate(Id(estimate), estimate.Expected, estimate.BasedOn);
        if (upcoming.Count > taken.Length) LogLimited(WarmStrategy.UpcomingEarnings.Name, taken.Length, upcoming.Count);
        return new WarmSelection([.. taken.Select(estimate => Popular(Id(estimate)))], [], ReasonFor(taken));
    }

    /// <summary>As they were asked for: what is found under the same text is found soonest.</summary>
    private async Task<WarmSelection> RecentAsync(CancellationToken cancellationToken)
    {
        var targets = await recent.ReadAsync(time.GetUtcNow(), options.Value.RecentQueries, cancellationToken).ConfigureAwait(false);
        WarmWork[] works =
        [
            .. targets.Where(target => WithKey || PopularAnswers.IsOpen(target)).GroupBy(GetCompany, StringComparer.Ordinal)
                .Select(company => new WarmWork(company.Key, [.. company])),
        ];
        return new WarmSelection(works, [], works.Length == 0 ? "nobody asked for anything that can be kept warm in the last 24 hours" : null);
    }

    /// <summary>What follows the prefix; of what is not one company's the path.</summary>
    private static string GetCompany(string target) =>
        target.StartsWith(PopularAnswers.Prefix, StringComparison.Ordinal) ? target[PopularAnswers.Prefix.Length..].Split('/', '?')[0] : target.Split('?')[0];

    private bool WithKey => options.Value.ApiKey is { Length: > 0 };

    private WarmWork Popular(string company) => new(company, PopularAnswers.GetTargets(company, WithKey));

    private static string ReasonFor(EarningsEstimate[] estimates)
    {
        if (estimates.Length == 0) return "no company is estimated to report these days";
        var named = string.Join(", ", estimates.Take(NamedEstimates).Select(estimate => FormattableString.Invariant($"{Id(estimate)} {estimate.Expected:yyyy-MM-dd}")));
        var others = estimates.Length > NamedEstimates ? FormattableString.Invariant($" and {estimates.Length - NamedEstimates} more") : "";
        return $"estimated days of reports, not announced ones: {named}{others}";
    }

    private static string Id(EarningsEstimate estimate) => estimate.Ticker ?? estimate.Cik.ToString();

    [LoggerMessage(LogLevel.Information, "{Company} is not loaded and is left out of {Strategy}")]
    private partial void LogSkipped(string company, string strategy);

    [LoggerMessage(LogLevel.Information, "{Company} is estimated to report results about {Expected:yyyy-MM-dd}, as it did on {BasedOn:yyyy-MM-dd}")]
    private partial void LogEstimate(string company, DateOnly expected, DateOnly basedOn);

    [LoggerMessage(LogLevel.Warning, "{Strategy} warms {Taken} of {All} companies; EdgarApi:Warming:MaxCompanies allows no more")]
    private partial void LogLimited(string strategy, int taken, int all);
}
