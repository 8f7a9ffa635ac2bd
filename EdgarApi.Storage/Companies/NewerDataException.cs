namespace EdgarApi.Storage.Companies;

/// <summary>
/// A node has a newer revision of a company than the entry that was to be read: the process has not heard of it yet. A response from both
/// would mix two versions. <see cref="IReadRestarts"/> starts again with the newer entry.
/// </summary>
/// <param name="revision">The newer revision.</param>
public sealed class NewerDataException(long revision)
    : Exception($"The data has revision {revision}, which the company directory does not have yet.")
{
    /// <summary>The newer revision.</summary>
    public long Revision { get; } = revision;
}
