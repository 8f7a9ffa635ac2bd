using EdgarApi.Financials.Companies;

namespace EdgarApi.Storage.Companies;

/// <summary>Finds companies in a source's listings, without a database.</summary>
public sealed class ListingDirectory
{
    private readonly DirectorySnapshot _companies;

    /// <summary>Creates the directory.</summary>
    /// <param name="listings">The companies, largest first.</param>
    public ListingDirectory(IReadOnlyList<CompanyProfile> listings) =>
        _companies = DirectorySnapshot.Empty.With(listings.Select((company, i) =>
            new DirectoryRow(
                new CompanyEntry(
                    company.Cik, company.Name, company.Tickers, company.Exchanges.Count > 0 ? company.Exchanges[0] : null,
                    company.FormerNames, 0, "", null, null),
                i)));

    /// <summary>Finds a company by ticker or by CIK in any format; null if unknown.</summary>
    public CompanyEntry? Find(string id) => _companies.Find(id);

    /// <summary>Suggests tickers similar to an unknown id, best first.</summary>
    public IReadOnlyList<string> Suggest(string id, int limit = 5) => _companies.Search.Suggest(id, limit);
}
