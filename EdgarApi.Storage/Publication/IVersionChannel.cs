using EdgarApi.Financials.Companies;

namespace EdgarApi.Storage.Publication;

/// <summary>Carries committed data versions between processes. A lost version does no harm: directories also poll.</summary>
public interface IVersionChannel
{
    /// <summary>Announces versions that the replicas have; a failure is logged.</summary>
    Task AnnounceAsync(IReadOnlyList<(Cik Cik, long Version)> versions);

    /// <summary>Begins to hear of the versions that any process announces; a failure is logged.</summary>
    /// <param name="heard">Receives each announcement; it may not throw.</param>
    Task ListenAsync(Action<IReadOnlyList<(Cik Cik, long Version)>> heard);
}
