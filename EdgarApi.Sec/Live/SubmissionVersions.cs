using System.Collections.Concurrent;
using EdgarApi.Financials.Companies;
using EdgarApi.Sec.Sources;

namespace EdgarApi.Sec.Live;

/// <summary>The last version read of each filer's submissions, for conditional requests.</summary>
internal sealed class SubmissionVersions
{
    private readonly ConcurrentDictionary<Cik, (SecFileVersion Version, string Newest)> _versions = new();

    /// <summary>
    /// The version for a conditional request. Null unless that version's latest filing is stored: what was read but not stored must be read
    /// again.
    /// </summary>
    public SecFileVersion? Find(KnownCompany known) =>
        _versions.TryGetValue(known.Cik, out var seen) && seen.Newest == known.LatestAccession ? seen.Version : null;

    public void Set(Cik cik, SecFileVersion version, string newestAccession) => _versions[cik] = (version, newestAccession);
}
