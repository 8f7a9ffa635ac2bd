using EdgarApi.Contracts;
using Microsoft.Net.Http.Headers;

namespace EdgarApi.Api.Authentication;

/// <summary>The key that came with a request: in <c>X-Api-Key</c>, else in <c>Authorization: Bearer</c>.</summary>
internal static class RequestKey
{
    public const string Header = ApiHeaders.ApiKey;
    private const string Bearer = "Bearer ";

    /// <summary>The key; empty when none came.</summary>
    public static ReadOnlySpan<char> From(HttpRequest request)
    {
        if (request.Headers[Header] is [{ Length: > 0 } key]) return key;
        return request.Headers[HeaderNames.Authorization] is [{ } authorization] && authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? authorization.AsSpan(Bearer.Length).Trim()
            : [];
    }
}
