using EdgarApi.Contracts;
using Microsoft.Net.Http.Headers;

namespace EdgarApi.Api.Authentication;

/// <summary>The API key of a request: from <c>X-Api-Key</c>, otherwise from <c>Authorization: Bearer</c>.</summary>
internal static class RequestKey
{
    public const string Header = ApiHeaders.ApiKey;
    private const string Bearer = "Bearer ";

    /// <summary>Gets the key; empty for a request without a key.</summary>
    public static ReadOnlySpan<char> From(HttpRequest request)
    {
        if (request.Headers[Header] is [{ Length: > 0 } key]) return key;
        var authorization = request.Headers[HeaderNames.Authorization];
        return authorization is [{ } value] && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? value.AsSpan(Bearer.Length).Trim()
            : [];
    }
}
