using EdgarApi.Financials.Companies;

namespace EdgarApi.Storage.Companies;

/// <summary>Caches company data in memory and is notified of new versions.</summary>
public interface IVersionListener
{
    /// <summary>
    /// Called when the directory knows new versions of companies. Older versions are no longer requested and can be dropped.
    /// </summary>
    void Changed(IReadOnlySet<Cik> companies);
}
