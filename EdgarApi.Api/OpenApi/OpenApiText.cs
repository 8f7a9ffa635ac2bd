using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EdgarApi.Api.OpenApi;

/// <summary>The OpenAPI document as JSON. It changes with the build only, so it is made once.</summary>
internal sealed class OpenApiText(IOpenApiDocumentProvider documents)
{
    public const string Version1 = "v1";
    public const string Accounts = "accounts";

    private volatile JsonNode? text;

    public async ValueTask<JsonNode> GetAsync(CancellationToken cancellationToken) => text ??= await WriteAsync(cancellationToken);

    private async Task<JsonNode> WriteAsync(CancellationToken cancellationToken)
    {
        var document = await documents.GetOpenApiDocumentAsync(cancellationToken);
        using var json = new MemoryStream();
        await document.SerializeAsJsonAsync(json, OpenApiSpecVersion.OpenApi3_1, cancellationToken);
        return JsonNode.Parse(json.ToArray())!;
    }
}

[JsonSerializable(typeof(JsonNode))]
internal sealed partial class OpenApiJson : JsonSerializerContext;
