using EdgarApi.LoadTesting.Measurement;

namespace EdgarApi.LoadTesting.Gate;

/// <summary>A step of the gate that returns its verdicts.</summary>
public delegate Task<IEnumerable<Verdict>> GateStep(CancellationToken cancellationToken);

/// <summary>Runs the steps of the gate within the tier's time limit.</summary>
public static class GateRun
{
    /// <summary>Runs the steps in order. At the time limit, cancels the current step and skips the others.</summary>
    /// <param name="limit">How long all steps together may take.</param>
    /// <param name="steps">The steps.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops the run without a result.</param>
    /// <returns>The verdicts of the finished steps, and one on the time.</returns>
    public static async Task<IReadOnlyList<Verdict>> RunAsync(
        TimeSpan limit, IEnumerable<GateStep> steps, TimeProvider time, CancellationToken cancellationToken)
    {
        var (verdicts, start) = (new List<Verdict>(), time.GetTimestamp());
        using var deadline = new CancellationTokenSource(limit, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var isStopped = false;
        try
        {
            foreach (var step in steps)
            {
                verdicts.AddRange(await step(stop.Token).ConfigureAwait(false));
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            isStopped = true;
        }

        var elapsed = time.GetElapsedTime(start);
        verdicts.Add(new Verdict(
            "time", $"≤ {limit:c}", isStopped ? "stopped at the limit" : $"{elapsed:hh\\:mm\\:ss}", !isStopped && elapsed <= limit));
        return verdicts;
    }
}
