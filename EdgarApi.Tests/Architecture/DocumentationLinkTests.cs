using System.Text.RegularExpressions;

namespace EdgarApi.Tests.Architecture;

/// <summary>Relative links in Markdown lead to files and headings that exist, and pages of docs are found from README.md.</summary>
public partial class DocumentationLinkTests
{
    private static readonly Dictionary<string, string> Pages =
        RepositoryFiles.Find("*.md").ToDictionary(page => page, page => CodeBlock().Replace(RepositoryFiles.Read(page), ""));

    private static readonly List<(string Page, string Target)> Links =
    [
        .. Pages
            .SelectMany(page => Link().Matches(CodeSpan().Replace(page.Value, ""))
                .Select(match => (Page: page.Key, Target: match.Groups[1].Value)))
            .Where(link => !link.Target.Contains("://", StringComparison.Ordinal)),
    ];

    [Fact]
    public void A_link_leads_to_a_file_and_a_heading_that_exist() => Assert.NotEmptyAndAll(Links, link =>
    {
        var (path, anchor) = link.Target.Split('#') is [var file, var heading] ? (file, heading) : (link.Target, (string?)null);
        var target = path.Length == 0 ? link.Page : ToRelative(link.Page, path);
        Assert.True(RepositoryFiles.Exists(target), $"{link.Page} links to {path}, which does not exist.");
        Assert.True(
            anchor is null || GetAnchors(Pages[target]).Contains(anchor),
            $"{link.Page} links to the heading #{anchor} of {target}, which does not exist.");
    });

    [Fact]
    public void A_path_in_code_font_exists()
    {
        var paths = Pages.SelectMany(
            page => PathInCode().Matches(page.Value).Select(match => (Page: page.Key, Path: match.Groups[1].Value)));

        Assert.NotEmptyAndAll(
            paths, path => Assert.True(RepositoryFiles.Exists(path.Path), $"{path.Page} names {path.Path}, which does not exist."));
    }

    [Fact]
    public void README_links_every_page_of_docs()
    {
        var linked = Links.Where(link => link.Page == "README.md").Select(link => link.Target.Split('#')[0]).ToHashSet();

        Assert.NotEmptyAndAll(
            Pages.Keys.Where(page => page.StartsWith("docs/", StringComparison.Ordinal)),
            page => Assert.True(linked.Contains(page), $"README.md does not link {page}."));
    }

    private static string ToRelative(string page, string path) => Path.GetRelativePath(
        RepositoryFiles.Root, Path.GetFullPath(Path.Combine(RepositoryFiles.GetPath(page), "..", path)));

    /// <summary>The anchors that GitHub gives to headings.</summary>
    private static HashSet<string> GetAnchors(string page) =>
    [
        .. Heading().Matches(page).Select(match =>
            NotInAnchor().Replace(match.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-')),
    ];

    [GeneratedRegex("^```.*?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("`[^`\\n]*`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex("`((?:EdgarApi[\\w.]*|scripts)(?:/[\\w.-]+)+)`")]
    private static partial Regex PathInCode();

    [GeneratedRegex("\\]\\(([^)\\s]+)\\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("[^\\w\\- ]")]
    private static partial Regex NotInAnchor();
}
