using System.IO.Hashing;
using System.Text;
using System.Text.RegularExpressions;
using EdgarApi.Api.OpenApi;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using EdgarApi.Api.WebSecurity;
using EdgarApi.Contracts;
using Microsoft.Net.Http.Headers;

namespace EdgarApi.Api.Discovery;

/// <summary>A page of the documentation that is served as Markdown.</summary>
/// <param name="Name">Name of the file, without its extension.</param>
/// <param name="Summary">What it tells.</param>
internal sealed record MarkdownPage(string Name, string Summary);

/// <summary>
/// The pages of the documentation for users of the API as Markdown, and <c>/llms.txt</c>, which lists them for programs that read texts.
/// Pages for operators are left out on purpose: callers can do nothing with them, and they say how a deployment works inside.
/// </summary>
internal static partial class MarkdownPages
{
    public const string IndexAddress = "/llms.txt";

    private const string CacheControl = "public, max-age=300, s-maxage=86400";

    public static IReadOnlyList<MarkdownPage> All { get; } =
    [
        new("api", "every endpoint with its parameters and recorded responses, every error, what may change in a version"),
        new("clients", "C#, TypeScript and Python clients with examples; the tools and prompts of the Model Context Protocol"),
        new("datasets", "everything as Parquet files: columns, downloads, keeping a copy current"),
        new("engine", "how statements, ratios and sources are computed"),
        new("accuracy", "how accurate the values are, the rules that decide where a value comes from, reason codes"),
        new("accounts", "keys, tiers, limits and sessions"),
    ];

    /// <summary>Where the content of former pages is now; clients may have stored their addresses.</summary>
    private static readonly (string Former, string Target)[] Moved =
    [
        ("errors", "api.md#errors"), ("compatibility", "api.md#compatibility"),
        ("agents", "clients.md#agents"), ("rules", "accuracy.md#rules"),
    ];

    public static WebApplication MapMarkdownPages(this WebApplication app)
    {
        Map(IndexAddress, "text/plain", CreateIndex());
        foreach (var page in All) Map(GetAddress(page), "text/markdown", Read(page));
        foreach (var (former, target) in Moved)
        {
            var address = $"{Documentation.PageAddress}/{target}";
            var path = $"{Documentation.PageAddress}/{former}.md";
            app.MapMethods(path, HttpVerbs.Read, () => TypedResults.Redirect(address, permanent: true))
                .ExcludeFromDescription();
        }

        // The page of the OpenAPI document would take any other name.
        app.MapMethods($"{Documentation.PageAddress}/{{name}}.md", HttpVerbs.Read, IResult (string name) => ApiProblem.Create(
            ProblemKinds.RouteNotFound, $"No page has the name '{name}'; {IndexAddress} lists the pages."))
            .AllowBrowsers().ExcludeFromDescription();
        return app;

        void Map(string address, string type, string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var tag = new EntityTagHeaderValue($"\"{XxHash64.HashToUInt64(bytes):x16}\"");
            app.MapMethods(address, HttpVerbs.Read, (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = CacheControl;
                return TypedResults.Bytes(bytes, $"{type}; charset=utf-8", entityTag: tag);
            }).AllowBrowsers().ExcludeFromDescription();
        }
    }

    /// <summary>Gets the address of a page.</summary>
    public static string GetAddress(MarkdownPage page) => $"{Documentation.PageAddress}/{page.Name}.md";

    private static string CreateIndex() => $"""
        # EdgarApi

        > Fundamentals that companies file with the SEC, over HTTP: overviews, standardized statements, time series, ratios and every XBRL
        > fact. Each number comes with its filing. A number that cannot be justified is null, with a reason.

        Companies are identified by ticker or CIK. Search, overviews and the catalog of metrics need no key. Other requests need one in the
        header {ApiHeaders.ApiKey}.

        ## Documentation

        {string.Join('\n', All.Select(page => $"- [{page.Name}]({GetAddress(page)}): {page.Summary}"))}

        ## For programs

        - [OpenAPI]({Documentation.DocumentAddress}): the description of every endpoint
        - [Index]({ApiRoutes.Version1}): the endpoints in short
        - [MCP]({ApiRoutes.Agents}): tools for agents, Streamable HTTP, with a key

        """;

    private static string Read(MarkdownPage page)
    {
        using var stream = typeof(MarkdownPages).Assembly.GetManifestResourceStream($"docs/{page.Name}.md")!;
        using var reader = new StreamReader(stream);
        // Other files of the repository are not on this server.
        return Link().Replace(reader.ReadToEnd(), link => IsServed(link.Groups["target"].Value) ? link.Value : link.Groups["text"].Value);
    }

    private static bool IsServed(string target) =>
        target.StartsWith('#') || target.Contains("://", StringComparison.Ordinal)
        || All.Any(page => target.Split('#')[0] == $"{page.Name}.md");

    [GeneratedRegex(@"\[(?<text>[^\]\n]*)\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
