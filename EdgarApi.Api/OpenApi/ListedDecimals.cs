using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EdgarApi.Api.OpenApi;

/// <summary>
/// Lists of amounts are lists of plain numbers: clients that Kiota generates for C# fail at run time on lists of decimals (1.38 with
/// version 2.1 of its libraries). A single amount has the format.
/// </summary>
internal sealed class ListedDecimals : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var members = document.Components?.Schemas?.Values.SelectMany(schema => schema.Properties?.Values ?? []) ?? [];
        foreach (var items in members.Select(member => member.Items).OfType<OpenApiSchema>().Where(items => items.Format == "decimal"))
            items.Format = null;
        return Task.CompletedTask;
    }
}
