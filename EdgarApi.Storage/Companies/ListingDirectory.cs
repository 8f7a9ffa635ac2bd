using EdgarApi.Financials.Companies;

namespace EdgarApi.Storage.Companies;

/// <summary>Finds companies in a source's listings, without a database.</summary>
public sealed class ListingDirectory
{
    private readonly DirectorySnapshot companies;

    /// <summary>Creates the directory.</summary>
    /// <param name="listings">The companies, large ones first.</param>
    public ListingDirectory(IReadOnlyList<CompanyProfile> listings) => companies = DirectorySnapshot.Empty.With(listings.Select((company, i) =>
        new DirectoryRow(
            new CompanyEntry(
                company.Cik, company.Name, company.Tickers, company.Exchanges.Count > 0 ? company.Exchanges[0] : null, company.FormerNames, 0, "", null, null),
            i)));

    /// <summary>Finds a company by ticker or CIK in any spelling; null if unknown.</summary>
    public CompanyEntry? Find(string id) => companies.Find(id);

    /// <summary>The nearest tickers to an id that is unknown, best first.</summary>
    public IReadOnlyList<string> Suggest(string id, int limit = 5) => companies.Search.Suggest(id, limit);
}
