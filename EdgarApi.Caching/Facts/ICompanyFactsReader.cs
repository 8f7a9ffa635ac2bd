using EdgarApi.Financials.Facts;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Caching.Facts;

/// <summary>Decoded company facts, from memory or else from a replica's snapshot.</summary>
public interface ICompanyFactsReader
{
    /// <summary>
    /// The facts of a loaded company, at least of the version that the entry names: a replica that is still behind is passed over for the next node.
    /// Null when no data of the company is loaded.
    /// </summary>
    ValueTask<CompanyFacts?> GetAsync(CompanyEntry company, CancellationToken cancellationToken);
}
