using System.IO.Compression;
using System.Text;
using EdgarApi.Api.Caching;
using EdgarApi.Api.ConditionalRequests;
using EdgarApi.Api.Responses;

namespace EdgarApi.Tests.Api.Caching;

public sealed class FinishedAnswerTests
{
    private static readonly byte[] Long = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("""{"value":391035000000},""", 400)));

    [Fact]
    public void A_body_is_compressed_once_for_the_clients_that_want_it()
    {
        var answer = Create(Long);
        Assert.Equal((null, null), (answer.Gzip, answer.Brotli));

        var brotli = answer.GetBody(ContentCoding.Brotli);

        Assert.Same(brotli, answer.GetBody(ContentCoding.Brotli));
        Assert.Equal("br", brotli.ContentEncoding);
        Assert.Equal(Long, Read(new BrotliStream(new MemoryStream(brotli.Bytes), CompressionMode.Decompress)));
        Assert.Null(answer.Gzip);
        Assert.Same(answer.Identity, answer.GetBody(ContentCoding.Identity));
    }

    [Fact]
    public void Simultaneous_clients_get_the_same_body()
    {
        var answer = Create(Long);
        var bodies = new FinishedBody[16];

        Parallel.For(0, bodies.Length, i => bodies[i] = answer.GetBody(ContentCoding.Gzip));

        Assert.Single(bodies.Distinct());
        Assert.Equal(Long, Read(new GZipStream(new MemoryStream(bodies[0].Bytes), CompressionMode.Decompress)));
    }

    [Fact]
    public void A_short_body_is_not_compressed()
    {
        var answer = Create(Long[..(ContentCoding.Threshold - 1)]);

        Assert.Same(answer.Identity, answer.GetBody(ContentCoding.Brotli));
        Assert.Equal(1024 + answer.Identity.Bytes.Length, answer.Size);
    }

    [Fact]
    public void The_size_includes_bodies_that_a_client_may_still_want()
    {
        var answer = Create(Long);
        var counted = answer.Size;

        var compressed = answer.GetBody(ContentCoding.Gzip).Bytes.Length + answer.GetBody(ContentCoding.Brotli).Bytes.Length;

        Assert.Equal(1024 + Long.Length + compressed, answer.Size);
        Assert.True(counted >= answer.Size);
    }

    private static FinishedAnswer Create(byte[] body) => new("application/json", new EntityTag("0123"), null, body);

    private static byte[] Read(Stream stream)
    {
        using var bytes = new MemoryStream();
        using (stream) stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
