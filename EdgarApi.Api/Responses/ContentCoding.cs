using System.IO.Compression;
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
    public static ContentCoding Choose(IList<string> acceptEncoding)
    {
        // What clients say word for word is not worth parsing each time.
        switch (acceptEncoding.Count == 1 ? acceptEncoding[0] : "")
        {
            case "" when acceptEncoding.Count == 0: return Identity;
            case "gzip" or "gzip, deflate": return Gzip;
            case "br" or "gzip, br" or "gzip, deflate, br" or "gzip, deflate, br, zstd": return Brotli;
        }

        if (!StringWithQualityHeaderValue.TryParseList(acceptEncoding, out var wishes)) return Identity;
        var best = ((ReadOnlySpan<ContentCoding>)[Brotli, Gzip]).ToArray().MaxBy(coding => Quality(coding, wishes));
        return best is not null && Quality(best, wishes) > 0 ? best : Identity;
    }

    /// <summary>Wraps a stream so that what is written comes out compressed; level 6 of zlib, 4 of Brotli.</summary>
    public Stream Compress(Stream output) =>
        this == Brotli ? new BrotliStream(output, CompressionLevel.Optimal, leaveOpen: true)
        : this == Gzip ? new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true)
        : throw new InvalidOperationException("Identity does not compress.");

    public byte[] Compress(byte[] body)
    {
        using var output = new MemoryStream(body.Length / 4);
        using (var compressed = Compress(output)) compressed.Write(body);
        return output.ToArray();
    }

    private static double Quality(ContentCoding coding, IList<StringWithQualityHeaderValue> wishes)
    {
        var wish = wishes.FirstOrDefault(wish => wish.Value.Equals(coding.Name, StringComparison.OrdinalIgnoreCase))
            ?? wishes.FirstOrDefault(wish => wish.Value == "*");
        return wish is null ? 0 : wish.Quality ?? 1;
    }
}
