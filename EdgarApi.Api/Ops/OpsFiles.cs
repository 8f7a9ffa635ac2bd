using System.Security.Cryptography;
using EdgarApi.Api.Requests;
using EdgarApi.Api.WebSecurity;
using EdgarApi.Contracts;
using Microsoft.Net.Http.Headers;

namespace EdgarApi.Api.Ops;

/// <summary>The page and its files, which are embedded. They hold no data, so they need no key.</summary>
internal static class OpsFiles
{
    private const string Folder = "ops/";
    private const string Page = "ops.html";

    private static readonly Dictionary<string, string> MediaTypes = new()
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
    };

    /// <summary>Maps the page to <c>/ops</c> and its files below it.</summary>
    public static void MapFiles(this IEndpointRouteBuilder ops)
    {
        var assembly = typeof(OpsFiles).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            using var content = new MemoryStream();
            stream.CopyTo(content);
            var name = resource[Folder.Length..];
            ops.MapFile(name == Page ? "" : $"/{name}", MediaTypes[Path.GetExtension(name)], content.ToArray());
        }

        ops.MapFile(RunbookPage.Address[ApiRoutes.Ops.Length..], MediaTypes[".html"], RunbookPage.Html);
    }

    private static void MapFile(this IEndpointRouteBuilder ops, string address, string mediaType, byte[] content)
    {
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content)[..8])}\"");
        ops.MapRead(address, (HttpContext context) =>
        {
            SecurityHeaders.AllowOwnFiles(context);
            // The next version of the program has other files.
            context.Response.Headers.CacheControl = "no-cache";
            return TypedResults.Bytes(content, mediaType, entityTag: tag);
        }).ExcludeFromDescription();
    }
}
