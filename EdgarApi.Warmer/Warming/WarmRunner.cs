using System.Collections.Concurrent;
using System.Diagnostics;
using EdgarApi.Storage.Tracing;
using EdgarApi.Storage.Warming;
using Microsoft.Extensions.Options;

namespace EdgarApi.Warmer.Warming;

/// <summary>Carries out a job: its answers, a few at a time, with what came of it in <c>warm_runs</c>.</summary>
internal sealed partial class WarmRunner(
    WarmRunLog log, WarmSelector selector, WarmingClient client, IOptions<WarmingOptions> options, TimeProvider time, ILogger<WarmRunner> logger)
{
    /// <summary>Name of the spans' source.</summary>
    public const string SourceName = "EdgarApi.Warming";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Runs a job when no other process warms; returns the run's number. An API that stays away ends the run with an error, not with an exception.</summary>
    public async Task<long> RunAsync(WarmJob job, CancellationToken cancellationToken)
    {
        var turn = await log.TakeTurnAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = turn.ConfigureAwait(false);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, turn.Lost);
        using var activity = Source.StartActivity("warm run")?.SetTag("edgar.strategy", job.Strategy.Name);

        var selection = await selector.SelectAsync(job, stopping.Token).ConfigureAwait(false);
        var run = await log.BeginAsync(
            new WarmRun(
                job.Strategy.Name, GetName(job.Strategy.Priority), selection.Reason, job.DueAt?.ToUniversalTime(), selection.Works.Count, selection.Skipped,
                selection.Works.Sum(work => work.Targets.Count)),
            stopping.Token).ConfigureAwait(false);
        activity?.SetTag("edgar.run", run);
        try
        {
            var error = await GoThroughAsync(run, selection, stopping.Token).ConfigureAwait(false);
            await log.EndAsync(run, error, stopping.Token).ConfigureAwait(false);
            if (error is null) LogEnded(run, job.Strategy.Name, selection.Works.Count);
            else LogFailed(run, job.Strategy.Name, error);
            if (error is not null) activity?.SetStatus(ActivityStatusCode.Error, error);
            return run;
        }
        catch (Exception error)
        {
            activity?.Fail(error);
            // The run's own token may be what ended it.
            await log.EndAsync(run, error.Message, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<string?> GoThroughAsync(long run, WarmSelection selection, CancellationToken cancellationToken)
    {
        string? refusal = null;
        var left = selection.Works;
        for (var attempt = 1; left.Count > 0; attempt++)
        {
            await log.AttemptAsync(run, attempt, cancellationToken).ConfigureAwait(false);
            var pass = new Pass();
            var degree = new ParallelOptions { MaxDegreeOfParallelism = options.Value.MaxConcurrent, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(left, degree, async (work, token) => await WarmAsync(run, work, pass, token).ConfigureAwait(false)).ConfigureAwait(false);
            refusal ??= pass.Refusal;
            // In the order of warming: those that waited first come first again.
            left = [.. left.Join(pass.Left, work => work.Company, rest => rest.Company, (_, rest) => rest)];
            if (left.Count == 0) break;
            if (attempt == options.Value.Attempts) return $"{left.Sum(work => work.Targets.Count)} answers are left, the API is away: {pass.Away}";
            LogAway(run, options.Value.RetryAfter.TotalSeconds, pass.Away);
            await Task.Delay(options.Value.RetryAfter, time, cancellationToken).ConfigureAwait(false);
        }

        return refusal is null ? null : $"some answers were refused: {refusal}";
    }

    private async Task WarmAsync(long run, WarmWork work, Pass pass, CancellationToken cancellationToken)
    {
        var counts = default(WarmCounts);
        // Once the API is away, what is left waits for the next pass.
        while (counts.Total < work.Targets.Count && pass.Away is null)
        {
            var result = await client.WarmAsync(work.Targets[counts.Total], cancellationToken).ConfigureAwait(false);
            if (result.Outcome == WarmOutcome.Missing) LogMissing(run, result.Reason);
            if (result.Outcome == WarmOutcome.Refused) pass.Refusal = result.Reason;
            if (result.Outcome == WarmOutcome.Away) pass.Away = result.Reason;
            else counts += CountOf(result.Outcome);
        }

        var done = counts.Total == work.Targets.Count;
        if (!done) pass.Left.Add(work with { Targets = [.. work.Targets.Skip(counts.Total)] });
        if (counts.Total > 0) await log.ProgressAsync(run, counts, done, cancellationToken).ConfigureAwait(false);
    }

    private static WarmCounts CountOf(WarmOutcome outcome) => outcome switch
    {
        WarmOutcome.Warmed => new WarmCounts(1, 0, 0),
        WarmOutcome.AlreadyWarm => new WarmCounts(0, 1, 0),
        _ => new WarmCounts(0, 0, 1),
    };

    private static string GetName(WarmPriority priority) => priority switch
    {
        WarmPriority.Urgent => "urgent",
        WarmPriority.High => "high",
        _ => "medium",
    };

    /// <summary>One way through what is left.</summary>
    private sealed class Pass
    {
        public ConcurrentBag<WarmWork> Left { get; } = [];

        /// <summary>Why the API counts as away; null while it answers.</summary>
        public volatile string? Away;

        /// <summary>One of the answers that the API would not give.</summary>
        public volatile string? Refusal;
    }

    [LoggerMessage(LogLevel.Information, "Warm run {Run} ({Strategy}) is through with {Companies} companies")]
    private partial void LogEnded(long run, string strategy, int companies);

    [LoggerMessage(LogLevel.Warning, "Warm run {Run} ({Strategy}) failed: {Reason}")]
    private partial void LogFailed(long run, string strategy, string reason);

    [LoggerMessage(LogLevel.Information, "Warm run {Run} goes on in {Seconds} s, the API is away: {Reason}")]
    private partial void LogAway(long run, double seconds, string? reason);

    [LoggerMessage(LogLevel.Debug, "Warm run {Run}: {Reason}")]
    private partial void LogMissing(long run, string? reason);
}
