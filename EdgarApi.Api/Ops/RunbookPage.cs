using System.Text;
using EdgarApi.Contracts;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace EdgarApi.Api.Ops;

/// <summary>
/// <c>docs/runbooks.md</c> as a page, so that the instructions are where the alerts are, also without access to the repository.
/// </summary>
internal static class RunbookPage
{
    public const string Address = ApiRoutes.Ops + "/runbooks";

    private const string Source = "docs/runbooks.md";

    private static readonly Lazy<byte[]> Rendered = new(Render);

    /// <summary>The page.</summary>
    public static byte[] Html => Rendered.Value;

    /// <summary>Gets the address of a runbook on this server from its path in the repository.</summary>
    public static string GetAddress(string path) => path.Replace(Source, Address, StringComparison.Ordinal);

    private static byte[] Render()
    {
        using var stream = typeof(RunbookPage).Assembly.GetManifestResourceStream("runbooks.md")!;
        using var reader = new StreamReader(stream);
        var pipeline = new MarkdownPipelineBuilder().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).UsePipeTables().DisableHtml().Build();
        var document = Markdown.Parse(reader.ReadToEnd(), pipeline);
        // The other pages of the documentation are not on this server.
        foreach (var link in document.Descendants<LinkInline>().Where(link => link.Url?.StartsWith('#') == false).ToList())
            link.ReplaceBy(new EmphasisInline { DelimiterChar = '*', DelimiterCount = 1 }, copyChildren: true);
        // A code block that is wider than the screen can then be scrolled with the keyboard.
        foreach (var code in document.Descendants<CodeBlock>()) code.GetAttributes().AddPropertyIfNotExist("tabindex", "0");
        return Encoding.UTF8.GetBytes($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Runbooks · EdgarApi</title>
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="{ApiRoutes.Ops}/ops.css">
            </head>
            <body>
            <main class="document">
            <p><a href="{ApiRoutes.Ops}">← Operations</a></p>
            {document.ToHtml(pipeline)}
            </main>
            </body>
            </html>
            """);
    }
}
