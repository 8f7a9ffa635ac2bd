using System.IO.Compression;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace EdgarApi.Api.Responses;

/// <summary>How a body is compressed.</summary>
internal sealed record ContentCoding(string Name)
{
    public static readonly ContentCoding Identity = new("identity");
    public static readonly ContentCoding Gzip = new("gzip");
    public static readonly ContentCoding Brotli = new("br");

    /// <summary>Below this many bytes compression costs more than it saves.</summary>
    public const int Threshold = 1024;

    /// <summary>The coding that the client likes best; Brotli among equals, because it is the smaller.</summary>
    public static ContentCoding Choose(StringValues acceptEncoding) => acceptEncoding.Count == 0 ? Identity : acceptEncoding[0] switch
    {
        // What clients say word for word is not worth parsing each time.
        "gzip" or "gzip, deflate" when acceptEncoding.Count == 1 => Gzip,
        "br" or "br, gzip" or "gzip, br" or "gzip, deflate, br" or "gzip, deflate, br, zstd" when acceptEncoding.Count == 1 => Brotli,
        _ => ChooseByQuality(acceptEncoding),
    };

    private static readonly ZLibCompressionOptions GzipLevel = new() { CompressionLevel = 6 };
    private static readonly BrotliCompressionOptions BrotliQuality = new() { Quality = 4 };

    /// <summary>Wraps a stream so that what is written comes out compressed.</summary>
    public Stream Compress(Stream output) =>
        this == Brotli ? new BrotliStream(output, BrotliQuality, leaveOpen: true)
        : this == Gzip ? new GZipStream(output, GzipLevel, leaveOpen: true)
        : throw new InvalidOperationException("Identity does not compress.");

    public byte[] Compress(byte[] body)
    {
        using var output = new MemoryStream(body.Length / 4);
        using (var compressed = Compress(output)) compressed.Write(body);
        return output.ToArray();
    }

    private static ContentCoding ChooseByQuality(StringValues acceptEncoding)
    {
        if (!StringWithQualityHeaderValue.TryParseList(acceptEncoding, out var wishes)) return Identity;
        var best = ((ReadOnlySpan<ContentCoding>)[Brotli, Gzip]).ToArray().MaxBy(coding => Quality(coding, wishes));
        return best is not null && Quality(best, wishes) > 0 ? best : Identity;
    }

    private static double Quality(ContentCoding coding, IList<StringWithQualityHeaderValue> wishes)
    {
        var wish = wishes.FirstOrDefault(wish => wish.Value.Equals(coding.Name, StringComparison.OrdinalIgnoreCase))
            ?? wishes.FirstOrDefault(wish => wish.Value == "*");
        return wish is null ? 0 : wish.Quality ?? 1;
    }
}
