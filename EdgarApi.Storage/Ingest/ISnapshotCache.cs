using EdgarApi.Financials.Companies;

namespace EdgarApi.Storage.Ingest;

/// <summary>Where ingest puts the snapshot of a new version, so that the first reader does not need the database.</summary>
public interface ISnapshotCache
{
    /// <summary>Puts the snapshot of a version there; a failure is logged.</summary>
    /// <param name="company">The filer.</param>
    /// <param name="version">Its data version.</param>
    /// <param name="dataHash">Content hash of its data, lower-case hex.</param>
    /// <param name="snapshot">Its facts in binary form.</param>
    /// <param name="cancellationToken">The caller's.</param>
    ValueTask WriteAsync(Cik company, long version, string dataHash, byte[] snapshot, CancellationToken cancellationToken);
}
