using System.Globalization;
using System.Text.Unicode;
using EdgarApi.Api.Problems;

namespace EdgarApi.Api.Requests;

/// <summary>
/// Rejects a query string that is not percent-encoded UTF-8 (RFC 3986). The framework would leave the faulty sequence in the value, so the
/// request would mean something else than its sender meant.
/// </summary>
internal static class QueryEncoding
{
    private static readonly ApiProblem Undecodable = ApiProblem.Create(
        ProblemKinds.MalformedRequest, "The query string cannot be decoded: it must be percent-encoded UTF-8, for example %C3%A9 for é.");

    public static IApplicationBuilder UseQueryEncoding(this IApplicationBuilder app) => app.Use((context, next) =>
        IsDecodable(context.Request.QueryString.Value ?? "") ? next(context) : Undecodable.ExecuteAsync(context));

    /// <summary>Whether every percent sign begins an encoded byte, and the encoded bytes are UTF-8.</summary>
    internal static bool IsDecodable(ReadOnlySpan<char> query)
    {
        if (!query.Contains('%')) return true;
        Span<byte> bytes = query.Length <= RequestLengthLimits.UrlCharacters ? stackalloc byte[query.Length] : new byte[query.Length];
        var length = 0;
        for (var i = 0; i < query.Length; i++)
        {
            // Other characters than ASCII never reach the application; they separate sequences like any other character.
            if (query[i] != '%') bytes[length++] = query[i] < 0x80 ? (byte)query[i] : (byte)'?';
            else if (i + 2 < query.Length
                && byte.TryParse(query.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[length]))
                (i, length) = (i + 2, length + 1);
            else return false;
        }
        return Utf8.IsValid(bytes[..length]);
    }
}
