namespace EdgarApi.Storage.Ingest;

/// <summary>Hashes of the stored parts of a company; null for missing parts.</summary>
internal sealed record PartHashes(byte[]? Profile, byte[]? Filings, byte[]? Facts, byte[]? Values)
{
    /// <summary>Returns the hashes after a write; parts that the source does not provide are kept.</summary>
    public PartHashes With(PreparedCompany company) => new(
        company.Profile is { } profile ? ContentHash.ComputeForProfile(profile) : Profile,
        company.Filings is { } filings ? ContentHash.ComputeForFilings(filings) : Filings,
        company.Facts?.Hash ?? Facts,
        company.Facts?.ValuesHash ?? Values);

    /// <summary>Hash of all readable data.</summary>
    public byte[] ComputeCombined() => ContentHash.Compute(Profile, Filings ?? [], Facts ?? [], Values ?? []);

    /// <summary>Whether all readable data is the same.</summary>
    public bool IsSame(PartHashes other) => ComputeCombined().AsSpan().SequenceEqual(other.ComputeCombined());
}
