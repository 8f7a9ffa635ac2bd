namespace EdgarApi.Storage.Companies;

/// <summary>A company of the directory and its rank.</summary>
/// <param name="Entry">The public part.</param>
/// <param name="Rank">Position in the SEC's ticker list, largest company first; null if not listed.</param>
internal sealed record DirectoryRow(CompanyEntry Entry, int? Rank)
{
    /// <summary>Number of the latest change that the directory has seen.</summary>
    public long Revision => Entry.Revision;

    /// <summary>
    /// Orders by prominence, to resolve ambiguous ids: listed before unlisted, loaded before not loaded, large before small.
    /// </summary>
    public static IComparer<DirectoryRow> ByProminence { get; } = Comparer<DirectoryRow>.Create((one, other) =>
        (one.Rank is null, !one.Entry.IsLoaded, one.Rank ?? 0, one.Entry.Cik).CompareTo(
            (other.Rank is null, !other.Entry.IsLoaded, other.Rank ?? 0, other.Entry.Cik)));
}
