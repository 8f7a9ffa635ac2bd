using System.IO.Hashing;
using System.Text;
using EdgarApi.Api.Responses;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.Statements.Rules;
using Microsoft.Net.Http.Headers;

namespace EdgarApi.Api.ConditionalRequests;

/// <summary>
/// A strong ETag (RFC 9110 §8.8.3) that is known before the response is computed: a hash of the data version, the version of the rules,
/// the meaning of the request, the format and the code. Each content coding has its own tag because its bytes differ.
/// </summary>
internal readonly record struct EntityTag(string Hash)
{
    /// <summary>Changes only with builds whose code differs, because builds are deterministic.</summary>
    private static readonly string CodeVersion =
        $"{typeof(StatementBuilder).Module.ModuleVersionId:N}{typeof(EntityTag).Module.ModuleVersionId:N}";

    /// <summary>Creates the tag of a request with a given meaning and data identity.</summary>
    public static EntityTag ForRequest(string route, string data, string canonicalQuery, MediaType media) =>
        ForRequest(route, data, canonicalQuery, media, RulesVersion.Current);

    /// <summary>Creates the tag under a version of the rules. Responses of another version are never current.</summary>
    internal static EntityTag ForRequest(string route, string data, string canonicalQuery, MediaType media, int rulesVersion) =>
        From($"{CodeVersion}\n{rulesVersion}\n{route}\n{data}\n{canonicalQuery}\n{media.Name}");

    /// <summary>Creates the tag of serialized bytes, for responses without a single data version.</summary>
    public static EntityTag ForContent(ReadOnlySpan<byte> content) => new(ToHex(XxHash128.Hash(content)));

    /// <summary>Gets the header value for a content coding.</summary>
    public string For(ContentCoding coding) => coding == ContentCoding.Identity ? $"\"{Hash}\"" : $"\"{Hash}-{coding.Name}\"";

    /// <summary>
    /// Finds the current tag among those in <c>If-None-Match</c>; null if no tag matches. The tags of the negotiated coding and of the
    /// uncompressed body both match, because small responses are never compressed.
    /// </summary>
    public string? FindMatch(IList<string> ifNoneMatch, ContentCoding coding)
    {
        if (ifNoneMatch.Count == 0 || !EntityTagHeaderValue.TryParseList(ifNoneMatch, out var held)) return null;
        ReadOnlySpan<string> current = [For(coding), For(ContentCoding.Identity)];
        foreach (var tag in current)
            if (held.Any(candidate => candidate.Tag.Equals(tag, StringComparison.Ordinal))) return tag;
        return null;
    }

    /// <summary>Whether the header is <c>If-None-Match: *</c>, which matches any existing response.</summary>
    public static bool IsAny(IList<string> ifNoneMatch) => ifNoneMatch is ["*"];

    private static EntityTag From(string text) => new(ToHex(XxHash128.Hash(Encoding.UTF8.GetBytes(text))));

    private static string ToHex(byte[] hash) => Convert.ToHexStringLower(hash);
}
