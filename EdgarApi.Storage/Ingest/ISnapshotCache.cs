using EdgarApi.Financials.Companies;

namespace EdgarApi.Storage.Ingest;

/// <summary>Receives snapshots of new versions, so that the first reader does not need the database.</summary>
public interface ISnapshotCache
{
    /// <summary>Stores the snapshot of a version; logs failures.</summary>
    /// <param name="company">The filer.</param>
    /// <param name="version">The data version.</param>
    /// <param name="dataHash">Content hash of the data, lower-case hex.</param>
    /// <param name="snapshot">The facts in binary form.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    ValueTask WriteAsync(Cik company, long version, string dataHash, byte[] snapshot, CancellationToken cancellationToken);
}
