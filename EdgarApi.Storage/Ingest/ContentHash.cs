using System.IO.Hashing;
using System.Text.Json;
using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Facts;
using EdgarApi.Sec.Sources;
using EdgarApi.Storage.Metrics;
using EdgarApi.Storage.Screening;

namespace EdgarApi.Storage.Ingest;

/// <summary>XxHash128 of content, to detect changes; not cryptographic.</summary>
internal static class ContentHash
{
    // Differs between builds of the engine and layouts of what is derived, so that a new build reads every source again.
    private static readonly byte[] Engine =
        [.. typeof(CompanyFacts).Module.ModuleVersionId.ToByteArray(), .. BitConverter.GetBytes(ScreeningRow.Layout),
            .. BitConverter.GetBytes(PackedSeries.Layout)];

    /// <summary>Hash of everything that a source provides for a company, and of the engine.</summary>
    public static byte[] ComputeForSource(CompanyDocument document) => Compute(
        Engine, document.Facts is { } facts ? facts.Span : default,
        document.Profile is { } profile ? ComputeForProfile(profile) : [],
        document.Filings is { } filings ? ComputeForFilings(filings) : []);

    public static byte[] ComputeForProfile(CompanyProfile profile) =>
        Compute(JsonSerializer.SerializeToUtf8Bytes(profile, CanonicalJson.Default.CompanyProfile));

    public static byte[] ComputeForFilings(IReadOnlyList<Filing> filings) =>
        Compute(JsonSerializer.SerializeToUtf8Bytes(filings, CanonicalJson.Default.IReadOnlyListFiling));

    public static byte[] Compute(ReadOnlySpan<byte> content) => XxHash128.Hash(content);

    /// <summary>Hash of several parts and their lengths, so that moving a byte between parts changes it.</summary>
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
