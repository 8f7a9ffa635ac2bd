namespace EdgarApi.Storage.Companies;

/// <summary>A company of the directory with what orders it.</summary>
/// <param name="Entry">What callers see.</param>
/// <param name="Rank">Place in the SEC's ticker list, the largest company first; null outside of it.</param>
internal sealed record DirectoryRow(CompanyEntry Entry, int? Rank)
{
    /// <summary>Number of the last change that the directory has seen of it.</summary>
    public long Revision => Entry.Revision;

    /// <summary>Listed before unlisted, loaded before not, large before small: who is meant when two could be.</summary>
    public static IComparer<DirectoryRow> ByProminence { get; } = Comparer<DirectoryRow>.Create((one, other) =>
        (one.Rank is null, !one.Entry.IsLoaded, one.Rank ?? 0, one.Entry.Cik).CompareTo(
            (other.Rank is null, !other.Entry.IsLoaded, other.Rank ?? 0, other.Entry.Cik)));
}
