using System.IO.Compression;
using EdgarApi.Api.Responses;

namespace EdgarApi.Tests.Api.Responses;

public sealed class ContentCodingTests
{
    [Fact]
    public void Gzip_compresses_at_level_6()
    {
        var body = EdgarData.CompanyFacts(320193)[..200_000];
        var compressed = ContentCoding.Gzip.Compress(body);

        Assert.Equal([6], Enumerable.Range(1, 9).Where(level => Compress(body, level).AsSpan().SequenceEqual(compressed)));
    }

    private static byte[] Compress(byte[] body, int level)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, new ZLibCompressionOptions { CompressionLevel = level }, leaveOpen: true))
            gzip.Write(body);
        return output.ToArray();
    }
}
