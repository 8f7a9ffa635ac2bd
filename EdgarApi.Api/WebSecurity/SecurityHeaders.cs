using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;

namespace EdgarApi.Api.WebSecurity;

/// <summary>Security headers for browsers. Responses are data and load nothing; only the documentation and <c>/ops</c> are pages.</summary>
internal static class SecurityHeaders
{
    private static readonly StringValues LoadNothing = "default-src 'none'; frame-ancestors 'none'";

    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues Deny = "DENY";
    private static readonly StringValues NoReferrer = "no-referrer";
    private static readonly StringValues NoFeatures = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

    private static readonly StringValues TwoYears = "max-age=63072000; includeSubDomains";

    public static void Write(HttpContext context, bool strictTransport)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = LoadNothing;
        headers.XContentTypeOptions = NoSniff;
        headers.XFrameOptions = Deny;
        if (strictTransport) headers.StrictTransportSecurity = TwoYears;
    }

    /// <summary>Allows a page to use this server's files and data, and nothing else: no inline script or style, no other server.</summary>
    public static void AllowOwnFiles(HttpContext context)
    {
        WritePagePolicies(context);
        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    /// <summary>
    /// Allows a page to run scripts with the returned nonce, which attackers cannot predict, and to use inline styles. It can load and
    /// call only this server.
    /// </summary>
    public static string AllowScripts(HttpContext context)
    {
        var nonce = RandomNumberGenerator.GetHexString(32, lowercase: true);
        WritePagePolicies(context);
        context.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'self' 'unsafe-inline'; "
            + "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        return nonce;
    }

    private static void WritePagePolicies(HttpContext context)
    {
        context.Response.Headers["Permissions-Policy"] = NoFeatures;
        context.Response.Headers["Referrer-Policy"] = NoReferrer;
    }
}
