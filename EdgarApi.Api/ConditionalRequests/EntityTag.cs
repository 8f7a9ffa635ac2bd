using System.IO.Hashing;
using System.Text;
using EdgarApi.Api.Responses;
using EdgarApi.Financials.Statements;
using Microsoft.Net.Http.Headers;

namespace EdgarApi.Api.ConditionalRequests;

/// <summary>
/// A strong ETag (RFC 9110 §8.8.3), known before anything is computed: a hash of the data's version, the meaning of the request, the format
/// and the code that computes. Each content coding of it has its own tag, since its bytes differ.
/// </summary>
internal readonly record struct EntityTag(string Hash)
{
    /// <summary>Changes with each build whose code differs, and only then: builds are deterministic.</summary>
    private static readonly string Code = $"{typeof(StatementBuilder).Module.ModuleVersionId:N}{typeof(EntityTag).Module.ModuleVersionId:N}";

    /// <summary>The tag of what a request means, given the identity of the data that answers it.</summary>
    public static EntityTag OfRequest(string route, string data, string canonicalQuery, MediaType media) =>
        OfText($"{Code}\n{route}\n{data}\n{canonicalQuery}\n{media.Name}");

    /// <summary>The tag of finished bytes, for answers that depend on no single data version.</summary>
    public static EntityTag OfContent(ReadOnlySpan<byte> content) => new(Hex(XxHash128.Hash(content)));

    /// <summary>The header's value for a coding.</summary>
    public string For(ContentCoding coding) => coding == ContentCoding.Identity ? $"\"{Hash}\"" : $"\"{Hash}-{coding.Name}\"";

    /// <summary>
    /// The tag among those in <c>If-None-Match</c> that the client may go on using; null if it holds none. It matches in the coding that the
    /// client asks for and uncompressed, which small answers are in any case.
    /// </summary>
    public string? FindIn(IList<string> ifNoneMatch, ContentCoding coding)
    {
        if (ifNoneMatch.Count == 0 || !EntityTagHeaderValue.TryParseList(ifNoneMatch, out var held)) return null;
        ReadOnlySpan<string> current = [For(coding), For(ContentCoding.Identity)];
        foreach (var tag in current)
            if (held.Any(candidate => candidate.Tag.Equals(tag, StringComparison.Ordinal))) return tag;
        return null;
    }

    /// <summary>Whether <c>If-None-Match: *</c> asks for an answer only if there is none at all.</summary>
    public static bool IsAny(IList<string> ifNoneMatch) => ifNoneMatch is ["*"];

    private static EntityTag OfText(string text) => new(Hex(XxHash128.Hash(Encoding.UTF8.GetBytes(text))));

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);
}
