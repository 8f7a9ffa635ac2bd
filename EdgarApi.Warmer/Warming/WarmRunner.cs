using System.Collections.Concurrent;
using System.Diagnostics;
using EdgarApi.Storage.Tracing;
using EdgarApi.Storage.Warming;
using Microsoft.Extensions.Options;

namespace EdgarApi.Warmer.Warming;

/// <summary>Runs a job: requests its responses, a few at a time, and records the outcome in <c>warm_runs</c>.</summary>
internal sealed partial class WarmRunner(
    WarmRunLog log, WarmSelector selector, WarmingClient client, WarmMetrics metrics, IOptions<WarmingOptions> options, TimeProvider time,
    ILogger<WarmRunner> logger)
{
    /// <summary>Name of the activity source.</summary>
    public const string SourceName = "EdgarApi.Warming";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>
    /// Runs a job when no other process is warming; returns the run's number. If the API stays unavailable, the run ends with an error but
    /// without an exception.
    /// </summary>
    public async Task<long> RunAsync(WarmJob job, CancellationToken cancellationToken)
    {
        var handle = await log.AcquireLockAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = handle.ConfigureAwait(false);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, handle.Lost);
        using var activity = Source.StartActivity("warm run")?.SetTag("edgar.strategy", job.Strategy.Name);

        var selection = await selector.SelectAsync(job, stopping.Token).ConfigureAwait(false);
        var run = await log.BeginAsync(
            new WarmRun(
                job.Strategy.Name, GetName(job.Strategy.Priority), selection.Reason, job.DueAt?.ToUniversalTime(), selection.Batches.Count,
                selection.Skipped, selection.Batches.Sum(batch => batch.Targets.Count)),
            stopping.Token).ConfigureAwait(false);
        activity?.SetTag("edgar.run", run);
        try
        {
            var error = await WarmAllAsync(run, selection, stopping.Token).ConfigureAwait(false);
            await log.EndAsync(run, error, stopping.Token).ConfigureAwait(false);
            metrics.Record(job.Strategy, succeeded: error is null);
            if (error is null) LogEnded(run, job.Strategy.Name, selection.Batches.Count);
            else LogFailed(run, job.Strategy.Name, error);
            if (error is not null) activity?.SetStatus(ActivityStatusCode.Error, error);
            return run;
        }
        catch (Exception error)
        {
            activity?.Fail(error);
            if (!cancellationToken.IsCancellationRequested) metrics.Record(job.Strategy, succeeded: false);
            // The run may have been cancelled by its token.
            await log.EndAsync(run, error.Message, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<string?> WarmAllAsync(long run, WarmSelection selection, CancellationToken cancellationToken)
    {
        string? refusal = null;
        var left = selection.Batches;
        for (var attempt = 1; left.Count > 0; attempt++)
        {
            await log.SetAttemptAsync(run, attempt, cancellationToken).ConfigureAwait(false);
            var pass = new Pass();
            var degree =
                new ParallelOptions { MaxDegreeOfParallelism = options.Value.MaxConcurrent, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(
                left, degree, async (batch, token) => await WarmAsync(run, batch, pass, token).ConfigureAwait(false)).ConfigureAwait(false);
            refusal ??= pass.Refusal;
            // Keeps the original order for the next pass.
            left = [.. left.Join(pass.Left, batch => batch.Company, rest => rest.Company, (_, rest) => rest)];
            if (left.Count == 0) break;
            if (attempt == options.Value.Attempts)
                return $"{left.Sum(batch => batch.Targets.Count)} responses are left; the API is unavailable: {pass.Unavailable}";
            LogUnavailable(run, options.Value.RetryAfter.TotalSeconds, pass.Unavailable);
            await Task.Delay(options.Value.RetryAfter, time, cancellationToken).ConfigureAwait(false);
        }

        return refusal is null ? null : $"some responses failed: {refusal}";
    }

    private async Task WarmAsync(long run, WarmBatch batch, Pass pass, CancellationToken cancellationToken)
    {
        var counts = default(WarmCounts);
        // While the API is unavailable, the rest waits for the next pass.
        while (counts.Total < batch.Targets.Count && pass.Unavailable is null)
        {
            var result = await client.WarmAsync(batch.Targets[counts.Total], cancellationToken).ConfigureAwait(false);
            if (result.Outcome == WarmOutcome.Missing) LogMissing(run, result.Reason);
            if (result.Outcome == WarmOutcome.Refused) pass.Refusal = result.Reason;
            if (result.Outcome == WarmOutcome.Unavailable) pass.Unavailable = result.Reason;
            else counts += ToCounts(result.Outcome);
        }

        var done = counts.Total == batch.Targets.Count;
        if (!done) pass.Left.Add(batch with { Targets = [.. batch.Targets.Skip(counts.Total)] });
        if (counts.Total > 0) await log.AddProgressAsync(run, counts, done, cancellationToken).ConfigureAwait(false);
    }

    private static WarmCounts ToCounts(WarmOutcome outcome) => outcome switch
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

    /// <summary>One pass over the remaining responses.</summary>
    private sealed class Pass
    {
        public ConcurrentBag<WarmBatch> Left { get; } = [];

        /// <summary>Why the API counts as unavailable; null while it responds.</summary>
        public volatile string? Unavailable;

        /// <summary>One of the responses that failed permanently.</summary>
        public volatile string? Refusal;
    }

    [LoggerMessage(LogLevel.Information, "Warm run {Run} ({Strategy}) finished {Companies} companies")]
    private partial void LogEnded(long run, string strategy, int companies);

    [LoggerMessage(LogLevel.Warning, "Warm run {Run} ({Strategy}) failed: {Reason}")]
    private partial void LogFailed(long run, string strategy, string reason);

    [LoggerMessage(LogLevel.Information, "Warm run {Run} continues in {Seconds} s; the API is unavailable: {Reason}")]
    private partial void LogUnavailable(long run, double seconds, string? reason);

    [LoggerMessage(LogLevel.Debug, "Warm run {Run}: {Reason}")]
    private partial void LogMissing(long run, string? reason);
}
