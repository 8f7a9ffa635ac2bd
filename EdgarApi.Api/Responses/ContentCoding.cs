using System.IO.Compression;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace EdgarApi.Api.Responses;

/// <summary>A content coding: how a body is compressed.</summary>
internal sealed record ContentCoding(string Name)
{
    public static readonly ContentCoding Identity = new("identity");
    public static readonly ContentCoding Gzip = new("gzip");
    public static readonly ContentCoding Brotli = new("br");

    /// <summary>Minimum body size in bytes for compression to pay off.</summary>
    public const int Threshold = 1024;

    /// <summary>Chooses the coding that the client prefers. Brotli wins a tie because it compresses better.</summary>
    public static ContentCoding Choose(StringValues acceptEncoding) => acceptEncoding.Count == 0 ? Identity : acceptEncoding[0] switch
    {
        // Skip parsing for the most common values.
        "gzip" or "gzip, deflate" when acceptEncoding.Count == 1 => Gzip,
        "br" or "br, gzip" or "gzip, br" or "gzip, deflate, br" or "gzip, deflate, br, zstd" when acceptEncoding.Count == 1 => Brotli,
        _ => ChooseByQuality(acceptEncoding),
    };

    private static readonly ZLibCompressionOptions GzipLevel = new() { CompressionLevel = 6 };
    private static readonly BrotliCompressionOptions BrotliQuality = new() { Quality = 4 };

    /// <summary>Wraps a stream so that everything written to it is compressed.</summary>
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
        if (!StringWithQualityHeaderValue.TryParseList(acceptEncoding, out var accepted)) return Identity;
        var best = ((ReadOnlySpan<ContentCoding>)[Brotli, Gzip]).ToArray().MaxBy(coding => GetQuality(coding, accepted));
        return best is not null && GetQuality(best, accepted) > 0 ? best : Identity;
    }

    private static double GetQuality(ContentCoding coding, IList<StringWithQualityHeaderValue> accepted)
    {
        var match = accepted.FirstOrDefault(value => value.Value.Equals(coding.Name, StringComparison.OrdinalIgnoreCase))
            ?? accepted.FirstOrDefault(value => value.Value == "*");
        return match is null ? 0 : match.Quality ?? 1;
    }
}
