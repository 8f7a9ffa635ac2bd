using EdgarApi.Api.ConditionalRequests;
using EdgarApi.Api.Responses;
using Microsoft.Extensions.Primitives;

namespace EdgarApi.Api.Caching;

/// <summary>An answer as it goes over the wire: the bytes of each content coding with their ETags, made once and sent many times.</summary>
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

    public FinishedBody Identity { get; }

    /// <summary>Null for what is too short to compress.</summary>
    public FinishedBody? Gzip { get; }

    public FinishedBody? Brotli { get; }

    /// <summary>Bytes of memory: those of the bodies, and about a kilobyte of objects around them.</summary>
    public long Size => 1024 + Identity.Bytes.Length + (Gzip?.Bytes.Length ?? 0) + (Brotli?.Bytes.Length ?? 0);

    public FinishedBody In(ContentCoding coding) =>
        (ReferenceEquals(coding, ContentCoding.Brotli) ? Brotli : ReferenceEquals(coding, ContentCoding.Gzip) ? Gzip : null) ?? Identity;

    /// <summary>Compresses a body, if it is long enough to be worth it.</summary>
    /// <param name="contentType">Its type.</param>
    /// <param name="tag">Its tag.</param>
    /// <param name="lastModified">When its data was last filed.</param>
    /// <param name="identity">Its plain bytes.</param>
    /// <param name="only">The one coding that is asked for; null for every one.</param>
    public static FinishedAnswer From(string contentType, EntityTag tag, string? lastModified, byte[] identity, ContentCoding? only = null)
    {
        byte[]? In(ContentCoding coding) => identity.Length >= ContentCoding.Threshold && (only is null || only == coding) ? coding.Compress(identity) : null;
        return new FinishedAnswer(contentType, tag, lastModified, identity, In(ContentCoding.Gzip), In(ContentCoding.Brotli));
    }
}

/// <summary>The bytes of an answer in one content coding.</summary>
internal sealed class FinishedBody(EntityTag tag, ContentCoding coding, byte[] bytes)
{
    public StringValues ETag { get; } = tag.For(coding);

    /// <summary>The header's value; empty for plain bytes.</summary>
    public StringValues ContentEncoding { get; } = coding == ContentCoding.Identity ? StringValues.Empty : coding.Name;

    public byte[] Bytes => bytes;
}
