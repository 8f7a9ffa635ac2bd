using System.Net;
using System.Text.RegularExpressions;
using EdgarApi.Api.Discovery;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.Discovery;

/// <summary>The documentation as Markdown, and its index for programs.</summary>
public sealed partial class MarkdownPagesTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    [Fact]
    public async Task The_index_and_every_link_in_it_and_in_its_pages_can_be_read_without_a_key()
    {
        var index = await GetTextAsync(MarkdownPages.IndexAddress, "text/plain");
        Assert.StartsWith("# EdgarApi\n\n> ", index, StringComparison.Ordinal);
        var links = GetLinks(index);
        Assert.Equal(MarkdownPages.All.Count + 3, links.Count);
        foreach (var page in MarkdownPages.All)
        {
            var text = await GetTextAsync(MarkdownPages.GetAddress(page), "text/markdown");
            Assert.StartsWith("# ", text, StringComparison.Ordinal);
            links.AddRange(GetLinks(text).Where(link => link[0] != '#' && !link.Contains("://", StringComparison.Ordinal))
                .Select(link => $"/docs/{link.Split('#')[0]}"));
        }

        foreach (var link in links.Distinct())
        {
            using var response = await Anonymous.GetAsync(new Uri(link, UriKind.Relative), Token);
            // Only tools for agents need a key, and they accept only POST.
            var expected = link == "/mcp" ? HttpStatusCode.MethodNotAllowed : HttpStatusCode.OK;
            Assert.True(response.StatusCode == expected, $"{link}: {response.StatusCode}");
        }
    }

    [Fact]
    public async Task A_page_that_has_not_changed_is_not_sent_again()
    {
        using var first = await GetAsync("/docs/clients.md");
        using var second = await GetAsync("/docs/clients.md", ("If-None-Match", first.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal("public, max-age=300, s-maxage=86400", first.Headers.CacheControl?.ToString());
    }

    [Theory]
    [InlineData("operations")]
    [InlineData("nope")]
    public async Task A_page_that_is_not_served_is_a_problem_that_names_the_index(string page)
    {
        var problem = await GetProblemAsync($"/docs/{page}.md", HttpStatusCode.NotFound, "route_not_found");
        Assert.Contains("/llms.txt", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("errors", "api.md#errors")]
    [InlineData("compatibility", "api.md#compatibility")]
    [InlineData("agents", "clients.md#agents")]
    [InlineData("rules", "accuracy.md#rules")]
    public async Task A_former_page_redirects_permanently_to_the_section_that_has_its_content(string page, string target)
    {
        using var response = await GetAsync($"/docs/{page}.md");
        Assert.Equal(
            (HttpStatusCode.MovedPermanently, $"/docs/{target}"), (response.StatusCode, response.Headers.Location?.OriginalString));
        var (file, heading) = (target.Split('#')[0], target.Split('#')[1]);
        Assert.Contains($"\n## {heading}\n", await GetTextAsync($"/docs/{file}", "text/markdown"), StringComparison.OrdinalIgnoreCase);
    }

    private async Task<string> GetTextAsync(string address, string type)
    {
        using var response = await Anonymous.GetAsync(new Uri(address, UriKind.Relative), Token);
        Assert.Equal((HttpStatusCode.OK, type), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        return await response.Content.ReadAsStringAsync(Token);
    }

    private static List<string> GetLinks(string text) => [.. Link().Matches(text).Select(link => link.Groups["target"].Value)];

    [GeneratedRegex(@"\[[^\]\n]*\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
