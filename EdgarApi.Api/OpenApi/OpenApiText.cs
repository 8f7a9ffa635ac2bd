using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EdgarApi.Api.OpenApi;

/// <summary>An OpenAPI document as JSON. Only a new build changes it, so it is cached.</summary>
internal sealed class OpenApiText(IOpenApiDocumentProvider documents)
{
    public const string Version1 = "v1";
    public const string Accounts = "accounts";

    private volatile JsonNode? _text;

    public async ValueTask<JsonNode> GetAsync(CancellationToken cancellationToken) => _text ??= await WriteAsync(cancellationToken);

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
