using EdgarApi.Financials.Companies;

namespace EdgarApi.Storage.Companies;

/// <inheritdoc cref="ICompanyDirectory"/>
internal sealed class CompanyDirectory : ICompanyDirectory
{
    private readonly Lock _gate = new();
    private volatile DirectorySnapshot _snapshot = DirectorySnapshot.Empty;

    public int LoadedCount => _snapshot.LoadedByPublication.Count;

    public long Revision => _snapshot.Revision;

    public CompanyEntry? Find(string id) => _snapshot.Find(id);

    public CompanyEntry? Find(Cik cik) => _snapshot.Find(cik);

    public CompanySearchResult Search(string query, int limit, int offset = 0, CompanyFilter? filter = null) =>
        _snapshot.Search.Search(query, limit, offset, filter ?? CompanyFilter.None);

    public IReadOnlyList<string> Suggest(string id, int limit = 5) => _snapshot.Search.Suggest(id, limit);

    public CompanySearchResult PublishedSince(DateTimeOffset since, int limit, long after = 0)
    {
        List<CompanyEntry> published = [.. _snapshot.LoadedByPublication.Where(entry => entry.PublishedAt > since)];
        return new(published.Count, [.. published.Where(entry => entry.Version > after).Take(limit)]);
    }

    /// <summary>Adds or replaces companies.</summary>
    public void Apply(IReadOnlyList<DirectoryRow> changed)
    {
        lock (_gate)
        {
            if (changed.Count > 0) _snapshot = _snapshot.With(changed);
        }
    }
}
