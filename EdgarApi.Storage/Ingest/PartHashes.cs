using EdgarApi.Storage.Metrics;

namespace EdgarApi.Storage.Ingest;

/// <summary>Hashes of the stored parts of a company; null for missing parts.</summary>
/// <param name="Profile">Of the profile.</param>
/// <param name="Filings">Of the list of filings.</param>
/// <param name="Facts">Of the snapshot.</param>
/// <param name="Values">Of the metric values, which follow from the snapshot, the profile and the rules.</param>
/// <param name="RulesVersion">Version of the rules that computed the values; null without facts.</param>
/// <param name="Screening">Of the rows that screens compare. A change of them alone is no new version: nothing else reads them.</param>
/// <param name="SeriesLayout">Layout of the packed metric values; null if they are not packed.</param>
internal sealed record PartHashes(
    byte[]? Profile, byte[]? Filings, byte[]? Facts, byte[]? Values, int? RulesVersion, byte[]? Screening = null,
    short? SeriesLayout = null)
{
    /// <summary>A change of what the source provides.</summary>
    public const string DataChange = "data";

    /// <summary>A change of values that the rules of another version compute from the same data.</summary>
    public const string RulesChange = "rules";

    /// <summary>Returns the hashes after a write; parts that the source does not provide are kept.</summary>
    public PartHashes With(PreparedCompany company) => new(
        company.Profile is { } profile ? ContentHash.ComputeForProfile(profile) : Profile,
        company.Filings is { } filings ? ContentHash.ComputeForFilings(filings) : Filings,
        company.Facts?.Hash ?? Facts,
        company.Facts?.ValuesHash ?? Values,
        company.Facts is null ? RulesVersion : Financials.Statements.Rules.RulesVersion.Current,
        company.Facts?.ScreeningHash ?? Screening,
        company.Facts is null ? SeriesLayout : PackedSeries.Layout);

    /// <summary>Why this data differs from that before; empty if no readable data differs.</summary>
    public IReadOnlyList<string> GetChanges(PartHashes before)
    {
        var hasNewData = !IsSameSource(before);
        var hasNewRules = before.Values is not null && !AreEqual(Values, before.Values)
            && (RulesVersion != before.RulesVersion || !hasNewData);
        return [.. hasNewData ? (string[])[DataChange] : [], .. hasNewRules ? (string[])[RulesChange] : []];
    }

    /// <summary>Whether what is derived from the facts and has no part in the version is the same.</summary>
    public bool IsSameDerived(PartHashes other) =>
        RulesVersion == other.RulesVersion && SeriesLayout == other.SeriesLayout && AreEqual(Screening, other.Screening);

    /// <summary>Whether the packed metric values are the same.</summary>
    public bool HasSameSeriesAs(PartHashes other) => SeriesLayout == other.SeriesLayout && AreEqual(Values, other.Values);

    /// <summary>Whether facts and filings are the same.</summary>
    public bool HasSameFilesAs(PartHashes other) => AreEqual(Filings, other.Filings) && AreEqual(Facts, other.Facts);

    private bool IsSameSource(PartHashes other) =>
        AreEqual(Profile, other.Profile) && HasSameFilesAs(other);

    private static bool AreEqual(byte[]? one, byte[]? other) => one.AsSpan().SequenceEqual(other) && one is null == other is null;

    /// <summary>Hash of all readable data.</summary>
    public byte[] ComputeCombined() => ContentHash.Compute(Profile, Filings ?? [], Facts ?? [], Values ?? []);

    /// <summary>Whether all readable data is the same.</summary>
    public bool IsSame(PartHashes other) => ComputeCombined().AsSpan().SequenceEqual(other.ComputeCombined());
}
