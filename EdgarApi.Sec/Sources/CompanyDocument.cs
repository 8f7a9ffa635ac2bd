using EdgarApi.Financials.Companies;

namespace EdgarApi.Sec.Sources;

/// <summary>What a source has of one company, not yet parsed: the pipeline parses, so that a malformed document fails alone.</summary>
public sealed record CompanyDocument
{
    /// <summary>The filer, from the file's name; null when even that cannot be told, which needs a <see cref="Fault"/>.</summary>
    public required Cik? Cik { get; init; }

    /// <summary>File (with the entry of a zip, <c>companyfacts.zip/CIK0000320193.json</c>) or address, for the log of failures.</summary>
    public required string Origin { get; init; }

    /// <summary>The facts as bytes, owned by this document; null when the source has a profile only.</summary>
    public ReadOnlyMemory<byte>? Facts { get; init; }

    /// <summary>What <see cref="Facts"/> is.</summary>
    public FactsEncoding Encoding { get; init; } = FactsEncoding.Json;

    /// <summary>Who the filer is; null when the source does not tell: what is on file stays, or the name of the facts file is taken.</summary>
    public CompanyProfile? Profile { get; init; }

    /// <summary>All filings that the source knows; null when it does not tell: what is on file stays.</summary>
    public IReadOnlyList<Filing>? Filings { get; init; }

    /// <summary>Why the document cannot be used; null when it can.</summary>
    public DocumentFault? Fault { get; init; }
}

/// <summary>How the facts of a document are written.</summary>
public enum FactsEncoding
{
    /// <summary>The SEC's <c>companyfacts</c> JSON, UTF-8.</summary>
    Json,

    /// <summary>The binary form that <see cref="Financials.Facts.CompanyFacts.ToSnapshot"/> writes.</summary>
    Snapshot,
}

/// <summary>Why one document of a source failed.</summary>
/// <param name="File">File or address, the one that is at fault (facts or submissions).</param>
/// <param name="Offset">Byte offset at which it was noticed; null when that means nothing, as for a missing file.</param>
/// <param name="Reason">What is wrong, in words.</param>
public sealed record DocumentFault(string File, long? Offset, string Reason);
