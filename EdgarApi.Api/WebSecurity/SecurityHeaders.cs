using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;

namespace EdgarApi.Api.WebSecurity;

/// <summary>What browsers are told to forbid. The answers are data and load nothing; only the documentation is a page.</summary>
internal static class SecurityHeaders
{
    private static readonly StringValues Nothing = "default-src 'none'; frame-ancestors 'none'";

    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues Deny = "DENY";
    private static readonly StringValues NoReferrer = "no-referrer";
    private static readonly StringValues NoFeatures = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

    private static readonly StringValues TwoYears = "max-age=63072000; includeSubDomains";

    public static void Write(HttpContext context, bool strictTransport)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Nothing;
        headers.XContentTypeOptions = NoSniff;
        headers.XFrameOptions = Deny;
        if (strictTransport) headers.StrictTransportSecurity = TwoYears;
    }

    /// <summary>Lets a page run the scripts that carry the nonce returned, which nobody can know before, and style itself; all it loads and asks comes from here.</summary>
    public static string AllowScripts(HttpContext context)
    {
        var nonce = RandomNumberGenerator.GetHexString(32, lowercase: true);
        context.Response.Headers["Permissions-Policy"] = NoFeatures;
        context.Response.Headers["Referrer-Policy"] = NoReferrer;
        context.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
            + "connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        return nonce;
    }
}
