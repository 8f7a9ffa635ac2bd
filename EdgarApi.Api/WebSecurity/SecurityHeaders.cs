using EdgarApi.Api.OpenApi;
using Microsoft.Extensions.Primitives;

namespace EdgarApi.Api.WebSecurity;

/// <summary>What browsers are told to forbid. The answers are data and load nothing; only the documentation is a page.</summary>
internal static class SecurityHeaders
{
    private static readonly StringValues Nothing = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>The page's script styles it inline and starts from one inline call; everything that it loads and asks comes from this server.</summary>
    private static readonly StringValues Page =
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        + "connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues Deny = "DENY";
    private static readonly StringValues NoReferrer = "no-referrer";
    private static readonly StringValues NoFeatures = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

    /// <summary>Other sites' scripts may read what is public (<see cref="BrowserAccess"/>); that they cannot send a key along is the browser's doing.</summary>
    private static readonly StringValues CrossOrigin = "cross-origin";

    private static readonly StringValues TwoYears = "max-age=63072000; includeSubDomains";

    public static void Write(HttpContext context, bool strictTransport)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments(Documentation.PageAddress) ? Page : Nothing;
        headers.XContentTypeOptions = NoSniff;
        headers.XFrameOptions = Deny;
        headers["Referrer-Policy"] = NoReferrer;
        headers["Permissions-Policy"] = NoFeatures;
        headers["Cross-Origin-Resource-Policy"] = CrossOrigin;
        if (strictTransport) headers.StrictTransportSecurity = TwoYears;
    }
}
