using EdgarApi.Financials.Companies;

namespace EdgarApi.Sec.Sources;

/// <summary>A source's data of one company. It is parsed by the pipeline, so that a malformed document fails alone.</summary>
public sealed record CompanyDocument
{
    /// <summary>The filer, from the file name; null with a <see cref="Fault"/> if the name has no CIK.</summary>
    public required Cik? Cik { get; init; }

    /// <summary>File (with the zip entry, <c>companyfacts.zip/CIK0000320193.json</c>) or address, for the log of failures.</summary>
    public required string Origin { get; init; }

    /// <summary>The facts as bytes, owned by this document; null if the source only has a profile.</summary>
    public ReadOnlyMemory<byte>? Facts { get; init; }

    /// <summary>Encoding of <see cref="Facts"/>.</summary>
    public FactsEncoding Encoding { get; init; } = FactsEncoding.Json;

    /// <summary>The filer's profile. Null, if the source has no profiles, keeps the stored one or uses the name in the facts.</summary>
    public CompanyProfile? Profile { get; init; }

    /// <summary>All filings in the source. Null, if the source has no filings, keeps the stored ones.</summary>
    public IReadOnlyList<Filing>? Filings { get; init; }

    /// <summary>Why the document is unusable; null if it is usable.</summary>
    public DocumentFault? Fault { get; init; }
}

/// <summary>Encodings of facts.</summary>
public enum FactsEncoding
{
    /// <summary>The SEC's <c>companyfacts</c> JSON, UTF-8.</summary>
    Json,

    /// <summary>The binary format of <see cref="Financials.Facts.CompanyFacts.ToSnapshot"/>.</summary>
    Snapshot,
}

/// <summary>Why a document is unusable.</summary>
/// <param name="File">The faulty file or address (facts or submissions).</param>
/// <param name="Offset">Byte offset of the error; null if not applicable, for example for a missing file.</param>
/// <param name="Reason">Description of the error.</param>
public sealed record DocumentFault(string File, long? Offset, string Reason);
