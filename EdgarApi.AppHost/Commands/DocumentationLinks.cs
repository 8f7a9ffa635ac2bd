namespace EdgarApi.AppHost.Commands;

/// <summary>The API's pages as links in the dashboard.</summary>
internal static class DocumentationLinks
{
    private static readonly (string Path, string Text)[] Pages =
        [("/docs", "Documentation"), ("/openapi/v1.json", "OpenAPI"), ("/health", "Health"), ("/metrics", "Metrics")];

    public static IResourceBuilder<ProjectResource> WithDocumentationLinks(this IResourceBuilder<ProjectResource> api)
    {
        foreach (var (path, text) in Pages)
            api.WithUrlForEndpoint("http", _ => new ResourceUrlAnnotation { Url = path, DisplayText = text });
        return api;
    }
}
