using System.IO.Hashing;
using System.Text.Json;
using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Facts;
using EdgarApi.Sec.Sources;

namespace EdgarApi.Storage.Ingest;

/// <summary>XxHash128 of content: tells whether anything changed, not who wrote it.</summary>
internal static class ContentHash
{
    // Differs whenever the code that parses and computes does: a new engine reads every source again.
    private static readonly byte[] Engine = typeof(CompanyFacts).Module.ModuleVersionId.ToByteArray();

    /// <summary>Of everything that the source gave of a company, and of the engine.</summary>
    public static byte[] OfSource(CompanyDocument document) => Compute(
        Engine, document.Facts is { } facts ? facts.Span : default,
        document.Profile is { } profile ? OfProfile(profile) : [],
        document.Filings is { } filings ? OfFilings(filings) : []);

    public static byte[] OfProfile(CompanyProfile profile) => Compute(JsonSerializer.SerializeToUtf8Bytes(profile, CanonicalJson.Default.CompanyProfile));

    public static byte[] OfFilings(IReadOnlyList<Filing> filings) =>
        Compute(JsonSerializer.SerializeToUtf8Bytes(filings, CanonicalJson.Default.IReadOnlyListFiling));

    public static byte[] Compute(ReadOnlySpan<byte> content) => XxHash128.Hash(content);

    /// <summary>Of several parts with their lengths, so that moving a byte from one part to the next is a change.</summary>
    public static byte[] Compute(ReadOnlySpan<byte> first, params ReadOnlySpan<byte[]> others) => Compute(first, default, others);

    private static byte[] Compute(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, params ReadOnlySpan<byte[]> others)
    {
        var hash = new XxHash128();
        Append(hash, first);
        Append(hash, second);
        foreach (var part in others) Append(hash, part);
        return hash.GetHashAndReset();
    }

    private static void Append(XxHash128 hash, ReadOnlySpan<byte> part)
    {
        hash.Append(BitConverter.GetBytes(part.Length));
        hash.Append(part);
    }
}
