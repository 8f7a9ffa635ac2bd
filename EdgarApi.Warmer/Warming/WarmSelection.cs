using EdgarApi.Storage.Warming;
using EdgarApi.Warmer.Earnings;
using Microsoft.Extensions.Options;

namespace EdgarApi.Warmer.Warming;

/// <summary>The responses that a run warms.</summary>
/// <param name="Batches">The responses in order of warming.</param>
/// <param name="Skipped">Requested companies that are not loaded.</param>
/// <param name="Reason">Why these companies were selected.</param>
internal sealed record WarmSelection(IReadOnlyList<WarmBatch> Batches, IReadOnlyList<string> Skipped, string? Reason);

/// <summary>Responses that are warmed one after the other.</summary>
/// <param name="Company">The company, by the id used in requests; for responses of several companies the path.</param>
/// <param name="Targets">Paths and queries.</param>
internal sealed record WarmBatch(string Company, IReadOnlyList<string> Targets);

/// <summary>Selects the companies of a job when its run begins.</summary>
internal sealed partial class WarmSelector(
    LoadedCompanies loaded, EarningsReleases releases, RecentQueries recent, IOptions<WarmingOptions> options, TimeProvider time,
    ILogger<WarmSelector> logger)
{
    /// <summary>Number of estimates that a reason lists; the others are only counted.</summary>
    private const int NamedEstimates = 20;

    private readonly TimeZoneInfo _newYork = TimeZoneInfo.FindSystemTimeZoneById(WarmingOptions.NewYork);

    public async Task<WarmSelection> SelectAsync(WarmJob job, CancellationToken cancellationToken)
    {
        if (job.Strategy == WarmStrategy.UpcomingEarnings) return await SelectUpcomingAsync(cancellationToken).ConfigureAwait(false);
        if (job.Strategy == WarmStrategy.RecentQueries) return await SelectRecentAsync(cancellationToken).ConfigureAwait(false);
        var requested = job.Companies ?? options.Value.Popular;
        var found = await loaded.FindAsync(requested, cancellationToken).ConfigureAwait(false);
        var popular = job.Companies is null ? found
            : await loaded.FindAsync(options.Value.Popular, cancellationToken).ConfigureAwait(false);
        string[] companies =
        [
            .. requested.Where(found.ContainsKey).DistinctBy(id => found[id])
                .OrderByDescending(id => popular.Values.Contains(found[id])).Take(options.Value.MaxCompanies),
        ];
        string[] skipped = [.. requested.Where(id => !found.ContainsKey(id)).Distinct(StringComparer.Ordinal)];
        foreach (var id in skipped) LogSkipped(id, job.Strategy.Name);
        if (found.Count > options.Value.MaxCompanies) LogLimited(job.Strategy.Name, companies.Length, found.Count);
        return new WarmSelection([.. companies.Select(CreateBatch)], skipped, null);
    }

    private async Task<WarmSelection> SelectUpcomingAsync(CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), _newYork).DateTime);
        var earlier = await releases.ReadAsync(today.AddDays(-EarningsEstimate.History), cancellationToken).ConfigureAwait(false);
        var upcoming = EarningsEstimate.GetUpcoming(earlier, today);
        EarningsEstimate[] selected = [.. upcoming.Take(options.Value.MaxCompanies)];
        foreach (var estimate in selected) LogEstimate(GetId(estimate), estimate.Expected, estimate.BasedOn);
        if (upcoming.Count > selected.Length) LogLimited(WarmStrategy.UpcomingEarnings.Name, selected.Length, upcoming.Count);
        return new WarmSelection([.. selected.Select(estimate => CreateBatch(GetId(estimate)))], [], GetReason(selected));
    }

    /// <summary>Keeps targets exactly as callers wrote them, because the fastest cache lookup is by text.</summary>
    private async Task<WarmSelection> SelectRecentAsync(CancellationToken cancellationToken)
    {
        var targets = await recent.ReadAsync(time.GetUtcNow(), options.Value.RecentQueries, cancellationToken).ConfigureAwait(false);
        WarmBatch[] batches =
        [
            .. targets.Where(target => WithKey || PopularAnswers.IsOpen(target)).GroupBy(GetCompany, StringComparer.Ordinal)
                .Select(company => new WarmBatch(company.Key, [.. company])),
        ];
        return new WarmSelection(batches, [], batches.Length == 0 ? "no cacheable requests in the last 24 hours" : null);
    }

    /// <summary>The company id in the path; the whole path if the response does not belong to one company.</summary>
    private static string GetCompany(string target) =>
        target.StartsWith(PopularAnswers.Prefix, StringComparison.Ordinal) ? target[PopularAnswers.Prefix.Length..].Split('/', '?')[0]
            : target.Split('?')[0];

    private bool WithKey => options.Value.ApiKey is { Length: > 0 };

    private WarmBatch CreateBatch(string company) => new(company, PopularAnswers.GetTargets(company, WithKey));

    private static string GetReason(EarningsEstimate[] estimates)
    {
        if (estimates.Length == 0) return "no company is expected to report soon";
        var named = string.Join(", ", estimates.Take(NamedEstimates)
            .Select(estimate => FormattableString.Invariant($"{GetId(estimate)} {estimate.Expected:yyyy-MM-dd}")));
        var others = estimates.Length > NamedEstimates ? FormattableString.Invariant($" and {estimates.Length - NamedEstimates} more") : "";
        return $"estimated, not announced, report dates: {named}{others}";
    }

    private static string GetId(EarningsEstimate estimate) => estimate.Ticker ?? estimate.Cik.ToString();

    [LoggerMessage(LogLevel.Information, "{Company} is not loaded and is left out of {Strategy}")]
    private partial void LogSkipped(string company, string strategy);

    [LoggerMessage(
        LogLevel.Information, "{Company} is expected to report results around {Expected:yyyy-MM-dd}, as it did on {BasedOn:yyyy-MM-dd}")]
    private partial void LogEstimate(string company, DateOnly expected, DateOnly basedOn);

    [LoggerMessage(LogLevel.Warning, "{Strategy} warms {Selected} of {All} companies; EdgarApi:Warming:MaxCompanies is the limit")]
    private partial void LogLimited(string strategy, int selected, int all);
}
