using System.Collections.Concurrent;
using EdgarApi.Financials.Companies;
using EdgarApi.Sec.Sources;

namespace EdgarApi.Sec.Live;

/// <summary>Which version of each filer's submissions was read last, so that the SEC can answer that nothing has changed.</summary>
internal sealed class SubmissionsSeen
{
    private readonly ConcurrentDictionary<Cik, (SecFileVersion Version, string Newest)> _seen = new();

    /// <summary>
    /// The version to ask against. None unless the newest filing of that version is on file: what was read and never stored must be read again.
    /// </summary>
    public SecFileVersion? Version(KnownCompany known) =>
        _seen.TryGetValue(known.Cik, out var seen) && seen.Newest == known.LatestAccession ? seen.Version : null;

    public void Remember(Cik cik, SecFileVersion version, string newestAccession) => _seen[cik] = (version, newestAccession);
}
