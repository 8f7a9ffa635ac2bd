using EdgarApi.Api.ConditionalRequests;
using EdgarApi.Api.Responses;
using Microsoft.Extensions.Primitives;

namespace EdgarApi.Api.Caching;

/// <summary>A serialized response: its bytes and ETags in each content coding, created once and sent many times.</summary>
internal sealed class FinishedAnswer
{
    /// <summary>
    /// A compressed body that does not exist yet counts as this part of the uncompressed one. Short bodies compress to a third, long ones
    /// to a tenth.
    /// </summary>
    private const int ExpectedRatio = 3;

    private FinishedBody? _gzip;
    private FinishedBody? _brotli;

    /// <param name="contentType">Content type.</param>
    /// <param name="tag">Entity tag.</param>
    /// <param name="lastModified">Value of <c>Last-Modified</c>; null without one.</param>
    /// <param name="identity">Uncompressed bytes.</param>
    /// <param name="gzip">The bytes compressed with gzip; null if they are not known yet.</param>
    /// <param name="brotli">The bytes compressed with Brotli; null if they are not known yet.</param>
    public FinishedAnswer(
        string contentType, EntityTag tag, string? lastModified, byte[] identity, byte[]? gzip = null, byte[]? brotli = null)
    {
        (ContentType, Tag, LastModified) = (contentType, tag, lastModified);
        Identity = new FinishedBody(tag, ContentCoding.Identity, identity);
        _gzip = gzip is null ? null : new FinishedBody(tag, ContentCoding.Gzip, gzip);
        _brotli = brotli is null ? null : new FinishedBody(tag, ContentCoding.Brotli, brotli);
    }

    public StringValues ContentType { get; }

    public EntityTag Tag { get; }

    public StringValues LastModified { get; }

    /// <summary>Headers that depend on the content.</summary>
    public AnswerHeaders Headers { get; init; }

    public FinishedBody Identity { get; }

    /// <summary>Null if no client has wanted it.</summary>
    public FinishedBody? Gzip => Volatile.Read(ref _gzip);

    /// <summary>Null if no client has wanted it.</summary>
    public FinishedBody? Brotli => Volatile.Read(ref _brotli);

    /// <summary>
    /// Memory in bytes: about one kilobyte of object overhead and the bodies, including those that a client may still want.
    /// </summary>
    public long Size => 1024 + Identity.Bytes.Length + GetSize(Gzip) + GetSize(Brotli);

    private bool IsCompressible => Identity.Bytes.Length >= ContentCoding.Threshold;

    /// <summary>
    /// Gets the body in a coding, or uncompressed if it is short. Compresses it for the first client that wants the coding: nearly all
    /// clients of one response want the same.
    /// </summary>
    public FinishedBody GetBody(ContentCoding coding) =>
        !IsCompressible ? Identity
        : ReferenceEquals(coding, ContentCoding.Brotli) ? Brotli ?? Compress(ref _brotli, coding)
        : ReferenceEquals(coding, ContentCoding.Gzip) ? Gzip ?? Compress(ref _gzip, coding)
        : Identity;

    private FinishedBody Compress(ref FinishedBody? body, ContentCoding coding)
    {
        var compressed = new FinishedBody(Tag, coding, coding.Compress(Identity.Bytes));
        return Interlocked.CompareExchange(ref body, compressed, null) ?? compressed;
    }

    private long GetSize(FinishedBody? compressed) =>
        compressed?.Bytes.Length ?? (IsCompressible ? Identity.Bytes.Length / ExpectedRatio : 0);
}

/// <summary>The bytes of a response in one content coding.</summary>
internal sealed class FinishedBody(EntityTag tag, ContentCoding coding, byte[] bytes)
{
    public StringValues ETag { get; } = tag.For(coding);

    /// <summary>Value of <c>Content-Encoding</c>; empty for an uncompressed body.</summary>
    public StringValues ContentEncoding { get; } = coding == ContentCoding.Identity ? StringValues.Empty : coding.Name;

    public byte[] Bytes => bytes;
}
