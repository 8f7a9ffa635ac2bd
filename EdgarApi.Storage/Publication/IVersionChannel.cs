using EdgarApi.Financials.Companies;

namespace EdgarApi.Storage.Publication;

/// <summary>Announces committed data versions to all processes. Lost messages do no harm: directories also poll.</summary>
public interface IVersionChannel
{
    /// <summary>Announces versions that the replicas have; logs failures.</summary>
    Task AnnounceAsync(IReadOnlyList<(Cik Cik, long Version)> versions);

    /// <summary>Starts listening to the announcements of all processes; logs failures.</summary>
    /// <param name="onAnnounced">Receives each announcement; must not throw.</param>
    Task ListenAsync(Action<IReadOnlyList<(Cik Cik, long Version)>> onAnnounced);
}
