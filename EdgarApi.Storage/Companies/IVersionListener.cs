using EdgarApi.Financials.Companies;

namespace EdgarApi.Storage.Companies;

/// <summary>Keeps something of companies' data in this process's memory; hears when that data has a new version.</summary>
public interface IVersionListener
{
    /// <summary>The directory knows new versions of these companies: what is kept of older ones is not asked for any more and may go.</summary>
    void Changed(IReadOnlySet<Cik> companies);
}
