using EdgarApi.Api.ConditionalRequests;
using EdgarApi.Api.Responses;
using Microsoft.Extensions.Primitives;

namespace EdgarApi.Api.Caching;

/// <summary>A serialized response: the bytes and ETags of each content coding, created once and sent many times.</summary>
internal sealed class FinishedAnswer
{
    public FinishedAnswer(string contentType, EntityTag tag, string? lastModified, byte[] identity, byte[]? gzip, byte[]? brotli)
    {
        (ContentType, Tag, LastModified) = (contentType, tag, lastModified);
        Identity = new FinishedBody(tag, ContentCoding.Identity, identity);
        Gzip = gzip is null ? null : new FinishedBody(tag, ContentCoding.Gzip, gzip);
        Brotli = brotli is null ? null : new FinishedBody(tag, ContentCoding.Brotli, brotli);
    }

    public StringValues ContentType { get; }

    public EntityTag Tag { get; }

    public StringValues LastModified { get; }

    public AnswerHeaders Headers { get; init; }

    public FinishedBody Identity { get; }

    /// <summary>Null if the body is too short to compress.</summary>
    public FinishedBody? Gzip { get; }

    public FinishedBody? Brotli { get; }

    /// <summary>Memory in bytes: the bodies and about one kilobyte of object overhead.</summary>
    public long Size => 1024 + Identity.Bytes.Length + (Gzip?.Bytes.Length ?? 0) + (Brotli?.Bytes.Length ?? 0);

    public FinishedBody GetBody(ContentCoding coding) =>
        (ReferenceEquals(coding, ContentCoding.Brotli) ? Brotli : ReferenceEquals(coding, ContentCoding.Gzip) ? Gzip : null) ?? Identity;

    /// <summary>Compresses a body if it is long enough.</summary>
    /// <param name="contentType">Content type.</param>
    /// <param name="tag">Entity tag.</param>
    /// <param name="lastModified">Value of <c>Last-Modified</c>.</param>
    /// <param name="identity">Uncompressed bytes.</param>
    /// <param name="only">The only coding to create; null for all.</param>
    /// <param name="headers">Headers that depend on the content.</param>
    public static FinishedAnswer From(
        string contentType, EntityTag tag, string? lastModified, byte[] identity, ContentCoding? only = null,
        AnswerHeaders headers = default)
    {
        byte[]? Compress(ContentCoding coding) =>
            identity.Length >= ContentCoding.Threshold && (only is null || only == coding) ? coding.Compress(identity) : null;
        return new FinishedAnswer(contentType, tag, lastModified, identity, Compress(ContentCoding.Gzip), Compress(ContentCoding.Brotli))
        {
            Headers = headers,
        };
    }
}

/// <summary>The bytes of a response in one content coding.</summary>
internal sealed class FinishedBody(EntityTag tag, ContentCoding coding, byte[] bytes)
{
    public StringValues ETag { get; } = tag.For(coding);

    /// <summary>Value of <c>Content-Encoding</c>; empty for an uncompressed body.</summary>
    public StringValues ContentEncoding { get; } = coding == ContentCoding.Identity ? StringValues.Empty : coding.Name;

    public byte[] Bytes => bytes;
}
