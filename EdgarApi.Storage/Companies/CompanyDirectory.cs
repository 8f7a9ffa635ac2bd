namespace EdgarApi.Storage.Companies;

/// <inheritdoc cref="ICompanyDirectory"/>
internal sealed class CompanyDirectory : ICompanyDirectory
{
    private readonly Lock gate = new();
    private volatile DirectorySnapshot snapshot = DirectorySnapshot.Empty;

    public int LoadedCount => snapshot.LoadedByPublication.Count;

    public long Revision => snapshot.Revision;

    public CompanyEntry? Find(string id) => snapshot.Find(id);

    public CompanySearchResult Search(string query, int limit) => snapshot.Search.Search(query, limit);

    public IReadOnlyList<string> Suggest(string id, int limit = 5) => snapshot.Search.Suggest(id, limit);

    public IReadOnlyList<CompanyEntry> PublishedSince(DateTimeOffset since, int limit) =>
        [.. snapshot.LoadedByPublication.Where(entry => entry.PublishedAt > since).Take(limit)];

    /// <summary>Takes in changed companies.</summary>
    public void Apply(IReadOnlyList<DirectoryRow> changed)
    {
        lock (gate)
        {
            if (changed.Count > 0) snapshot = snapshot.With(changed);
        }
    }
}
