namespace EdgarApi.Storage.Tracing;

/// <summary>
/// Keeps work that follows events from taking more than a tenth of a processor. After work that took a while, the next one begins later and
/// covers everything that has happened since. During an ingest each company would otherwise cost every process the whole directory again.
/// </summary>
internal static class WorkPace
{
    private const int RestFactor = 9;

    /// <summary>The longest rest, which is how much later a change can be seen.</summary>
    public static readonly TimeSpan MaxRest = TimeSpan.FromSeconds(2);

    /// <summary>Rests after work, nine times as long as it took.</summary>
    public static Task RestAsync(TimeSpan worked, TimeProvider time, CancellationToken cancellationToken)
    {
        var rest = worked * RestFactor;
        return rest > TimeSpan.Zero ? Task.Delay(rest < MaxRest ? rest : MaxRest, time, cancellationToken) : Task.CompletedTask;
    }
}
