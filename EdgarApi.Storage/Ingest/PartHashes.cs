namespace EdgarApi.Storage.Ingest;

/// <summary>Hashes of the parts of a company as they are on file; null where there is no such part.</summary>
internal sealed record PartHashes(byte[]? Profile, byte[]? Filings, byte[]? Facts, byte[]? Values)
{
    /// <summary>As they will be: a part that the source did not tell stays.</summary>
    public PartHashes With(PreparedCompany company) => new(
        company.Profile is { } profile ? ContentHash.OfProfile(profile) : Profile,
        company.Filings is { } filings ? ContentHash.OfFilings(filings) : Filings,
        company.Facts?.Hash ?? Facts,
        company.Facts?.ValuesHash ?? Values);

    /// <summary>Of everything readable.</summary>
    public byte[] Combined() => ContentHash.Compute(Profile, Filings ?? [], Facts ?? [], Values ?? []);

    /// <summary>Whether nothing readable differs.</summary>
    public bool SameAs(PartHashes other) => Combined().AsSpan().SequenceEqual(other.Combined());
}
