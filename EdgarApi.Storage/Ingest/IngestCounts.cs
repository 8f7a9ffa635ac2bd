namespace EdgarApi.Storage.Ingest;

/// <summary>How far an ingest run is, or how it ended.</summary>
/// <param name="Run">Number of the run in <c>ingest_runs</c>.</param>
/// <param name="Written">Companies whose data changed.</param>
/// <param name="Unchanged">Companies that were on file as they are.</param>
/// <param name="Failed">Documents that could not be used; <c>ingest_failures</c> says why.</param>
/// <param name="Current">The document that was finished last.</param>
public sealed record IngestCounts(long Run, int Written, int Unchanged, int Failed, string? Current)
{
    /// <summary>Documents gone through.</summary>
    public int Total => Written + Unchanged + Failed;
}
