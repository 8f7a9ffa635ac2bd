namespace EdgarApi.Storage.Ingest;

/// <summary>Progress or result of an ingest run.</summary>
/// <param name="Run">Number of the run in <c>ingest_runs</c>.</param>
/// <param name="Written">Companies whose data changed.</param>
/// <param name="Unchanged">Companies whose data did not change.</param>
/// <param name="Failed">Unusable documents; <c>ingest_failures</c> has the reasons.</param>
/// <param name="Current">The last processed document.</param>
public sealed record IngestCounts(long Run, int Written, int Unchanged, int Failed, string? Current)
{
    /// <summary>Number of processed documents.</summary>
    public int Total => Written + Unchanged + Failed;
}
