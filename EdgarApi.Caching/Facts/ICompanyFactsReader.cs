using EdgarApi.Financials.Facts;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Caching.Facts;

/// <summary>Reads decoded company facts from memory, or from a snapshot in Redis or on a replica.</summary>
public interface ICompanyFactsReader
{
    /// <summary>
    /// Reads the facts of a loaded company in the entry's version; replicas that are behind are skipped. Returns null if the company's data
    /// is not loaded.
    /// </summary>
    /// <exception cref="NewerDataException">The data is newer than the entry.</exception>
    ValueTask<CompanyFacts?> GetAsync(CompanyEntry company, CancellationToken cancellationToken);
}
