using EdgarApi.Financials.Companies;

namespace EdgarApi.Financials.Facts;

/// <summary>All XBRL facts that the SEC has of one company: columns, sorted, immutable.</summary>
public sealed partial class CompanyFacts
{
    /// <summary>The filer.</summary>
    public Cik Cik { get; }

    /// <summary>The name in the facts file; it may be a co-registrant's, so prefer the profile's.</summary>
    public string EntityName { get; } = "";

    /// <summary>Number of facts, every vintage counted.</summary>
    public int Count { get; }

    /// <summary>Bytes that the decoded columns take in memory, for caches that evict by size.</summary>
    public long SizeInBytes { get; }

    /// <summary>Day of the newest filing among the facts; null without facts.</summary>
    public DateOnly? LastFiled { get; }

    /// <summary>Reads the SEC's <c>companyfacts</c> JSON.</summary>
    /// <exception cref="CompanyFactsFormatException">It is not such JSON; the message says where and why.</exception>
    public static CompanyFacts Parse(ReadOnlySpan<byte> utf8Json) => throw new NotImplementedException();

    /// <summary>The compact binary form: versioned, compressed, checksummed, exact.</summary>
    public byte[] ToSnapshot() => throw new NotImplementedException();

    /// <summary>Reads what <see cref="ToSnapshot"/> wrote.</summary>
    /// <exception cref="CompanyFactsFormatException">It is damaged or of a version that is not known.</exception>
    public static CompanyFacts FromSnapshot(ReadOnlySpan<byte> snapshot) => throw new NotImplementedException();
}
