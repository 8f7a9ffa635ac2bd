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
            var name = resource[Folder.Length..];
            ops.MapFile(name == Page ? "" : $"/{name}", MediaTypes[Path.GetExtension(name)], () => Read(resource));
        }

        ops.MapFile(RunbookPage.Address[ApiRoutes.Ops.Length..], MediaTypes[".html"], () => RunbookPage.Html);
    }

    /// <summary>Maps a file. Its content is read at the first request, which few processes get.</summary>
    private static void MapFile(this IEndpointRouteBuilder ops, string address, string mediaType, Func<byte[]> read)
    {
        var file = new Lazy<(byte[] Content, EntityTagHeaderValue Tag)>(() =>
        {
            var content = read();
            return (content, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content)[..8])}\""));
        });
        ops.MapMethods(address, HttpVerbs.Read, (HttpContext context) =>
        {
            SecurityHeaders.AllowOwnFiles(context);
            // The next version of the program has other files.
            context.Response.Headers.CacheControl = "no-cache";
            return TypedResults.Bytes(file.Value.Content, mediaType, entityTag: file.Value.Tag);
        }).ExcludeFromDescription();
    }

    private static byte[] Read(string resource)
    {
        using var stream = typeof(OpsFiles).Assembly.GetManifestResourceStream(resource)!;
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
