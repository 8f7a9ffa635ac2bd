using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;
using EdgarApi.Financials.Facts;
using EdgarApi.Tests;
using ZstdSharp;

namespace EdgarApi.Financials.Tests.Facts;

public class SnapshotTests
{
    public static TheoryData<int> Ciks => [320193, 1045810, 1046179, 1000275, 22701, 1997711];

    [Theory]
    [MemberData(nameof(Ciks))]
    public void A_round_trip_is_lossless(int cik)
    {
        var facts = Companies.Facts(cik);
        var read = CompanyFacts.FromSnapshot(facts.ToSnapshot());

        Assert.Equal((facts.Cik, facts.EntityName, facts.Count, facts.LastFiled), (read.Cik, read.EntityName, read.Count, read.LastFiled));
        for (var row = 0; row < facts.Count; row++)
        {
            Assert.Equal(facts.At(row), read.At(row));
            Assert.Equal(facts.Columns.Value[row].Scale, read.Columns.Value[row].Scale);
        }
        // A snapshot has the zeros; for a document they are counted.
        Assert.Equal(facts.Columns.TrailingZeros, read.Columns.TrailingZeros);
    }

    [Theory]
    [InlineData("0", TrailingZeros.OfZero)]
    [InlineData("0.00", TrailingZeros.OfZero)]
    [InlineData("-7", 0)]
    [InlineData("1200", 2)]
    [InlineData("-26000000000", 9)]
    [InlineData("1.50", 0)]
    [InlineData("1200.000", 2)]
    [InlineData("9000000000000000000", 18)]
    [InlineData("10000000000000000000", 0)] // beyond 64 bits with a sign
    [InlineData("79228162514264337593543950000", 0)]
    public void A_number_and_its_trailing_zeros_survive_a_snapshot(string number, byte trailingZeros)
    {
        var parsed = CompanyFacts.Parse(System.Text.Encoding.UTF8.GetBytes($$$$$$"""
            {"cik": 1, "entityName": "A", "facts": {"us-gaap": {"Assets": {"label": null, "units": {"USD": [
              {"end": "2024-12-31", "val": {{{{{{number}}}}}}, "accn": "0000000001-25-000001",
                "fy": 2024, "fp": "FY", "form": "10-K", "filed": "2025-02-01"}]}}}}}
            """));

        foreach (var facts in (CompanyFacts[])[parsed, CompanyFacts.FromSnapshot(parsed.ToSnapshot())])
        {
            Assert.Equal(decimal.Parse(number, CultureInfo.InvariantCulture), Assert.Single(facts.Columns.Value));
            Assert.Equal(trailingZeros, Assert.Single(facts.Columns.TrailingZeros));
        }
    }

    [Fact]
    public void Concepts_keep_their_names_and_labels()
    {
        var json = System.Text.Encoding.UTF8.GetBytes("""
            {"cik": 1, "entityName": "Ä", "facts": {"us-gaap": {
              "Assets": {"label": "Assets \u2013 всего", "units": {"USD": [{"end": "2024-12-31", "val": 1, "accn": "0000000001-25-000001",
                "fy": 2024, "fp": "FY", "form": "10-K", "filed": "2025-02-01"}]}},
              "Größe": {"label": null, "units": {"USD": [{"end": "2024-12-31", "val": 300, "accn": "0000000001-25-000001",
                "fy": 2024, "fp": "FY", "form": "10-K", "filed": "2025-02-01"}]}}}}}
            """);
        var parsed = CompanyFacts.Parse(json);

        foreach (var facts in (CompanyFacts[])[parsed, CompanyFacts.FromSnapshot(parsed.ToSnapshot())])
            Assert.Equal(
                [("us-gaap", "Assets", "us-gaap:Assets", "Assets – всего"), ("us-gaap", "Größe", "us-gaap:Größe", null)],
                facts.Concepts.Select(concept => (concept.Taxonomy, concept.Name, concept.QualifiedName, concept.Label)));
    }

    [Fact]
    public void Equal_facts_produce_equal_bytes() =>
        Assert.Equal(
            Companies.Facts(Companies.Apple).ToSnapshot(),
            CompanyFacts.Parse(EdgarData.CompanyFacts(Companies.Apple)).ToSnapshot());

    [Fact]
    public void An_Apple_snapshot_is_smaller_than_250_KB() =>
        Assert.InRange(Companies.Facts(Companies.Apple).ToSnapshot().Length, 1, 250_000);

    [Fact]
    public void A_corrupt_snapshot_is_a_clear_error()
    {
        var snapshot = Companies.Facts(1997711).ToSnapshot();
        for (var i = 0; i < snapshot.Length; i++)
        {
            var damaged = (byte[])snapshot.Clone();
            damaged[i] ^= 0x40;
            var error = Assert.Throws<CompanyFactsFormatException>(() => CompanyFacts.FromSnapshot(damaged));
            Assert.Contains("snapshot", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_truncated_snapshot_is_a_clear_error()
    {
        var snapshot = Companies.Facts(1997711).ToSnapshot();
        for (var length = 0; length < snapshot.Length; length++)
            Assert.Throws<CompanyFactsFormatException>(() => CompanyFacts.FromSnapshot(snapshot.AsSpan(0, length)));
    }

    [Fact]
    public void A_snapshot_of_an_earlier_release_can_be_read()
    {
        var facts = Companies.Facts(1997711);
        var payload = Decompress(facts.ToSnapshot());
        var compressed = new byte[BrotliEncoder.GetMaxCompressedLength(payload.Length)];
        Assert.True(BrotliEncoder.TryCompress(payload, compressed, out var length));

        var read = CompanyFacts.FromSnapshot(CreateSnapshot(SnapshotFormat.BrotliVersion, payload.Length, compressed.AsSpan(0, length)));

        Assert.Equal(facts.ToSnapshot(), read.ToSnapshot());
    }

    [Theory]
    [InlineData(SnapshotFormat.Version)]
    [InlineData(SnapshotFormat.BrotliVersion)]
    public void A_payload_that_does_not_decompress_is_a_clear_error(byte version)
    {
        var payload = Decompress(Companies.Facts(1997711).ToSnapshot());
        ReadOnlySpan<int> lengths = [payload.Length - 1, payload.Length, payload.Length + 1];
        foreach (var length in lengths)
        {
            var snapshot = CreateSnapshot(version, length, payload);
            var error = Assert.Throws<CompanyFactsFormatException>(() => CompanyFacts.FromSnapshot(snapshot));
            Assert.Contains("does not decompress", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void A_payload_of_another_length_is_a_clear_error(int more)
    {
        var snapshot = Companies.Facts(1997711).ToSnapshot();
        var length = Decompress(snapshot).Length + more;
        var wrong = CreateSnapshot(SnapshotFormat.Version, length, snapshot.AsSpan(SnapshotFormat.PayloadOffset));

        Assert.Throws<CompanyFactsFormatException>(() => CompanyFacts.FromSnapshot(wrong));
    }

    private static byte[] Decompress(byte[] snapshot)
    {
        using var decompressor = new Decompressor();
        return decompressor.Unwrap(snapshot.AsSpan(SnapshotFormat.PayloadOffset)).ToArray();
    }

    /// <summary>A snapshot with a right checksum.</summary>
    private static byte[] CreateSnapshot(byte version, int length, ReadOnlySpan<byte> compressed)
    {
        var snapshot = new byte[SnapshotFormat.PayloadOffset + compressed.Length];
        SnapshotFormat.Magic.CopyTo(snapshot);
        snapshot[SnapshotFormat.Magic.Length] = version;
        BinaryPrimitives.WriteInt32LittleEndian(snapshot.AsSpan(SnapshotFormat.LengthOffset), length);
        compressed.CopyTo(snapshot.AsSpan(SnapshotFormat.PayloadOffset));
        XxHash128.Hash(snapshot.AsSpan(SnapshotFormat.LengthOffset), snapshot.AsSpan(SnapshotFormat.ChecksumOffset));
        return snapshot;
    }
}
