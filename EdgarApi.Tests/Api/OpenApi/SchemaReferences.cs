using System.Text.Json;

namespace EdgarApi.Tests.Api.OpenApi;

/// <summary>Resolves references within an OpenAPI document.</summary>
internal sealed class SchemaReferences(JsonElement document)
{
    /// <summary>Gets the schema that a reference names; a schema that is no reference is returned as it is.</summary>
    /// <exception cref="KeyNotFoundException">The document has no such schema.</exception>
    public JsonElement Resolve(JsonElement schema)
    {
        if (!schema.TryGetProperty("$ref", out var reference)) return schema;
        var target = document;
        foreach (var step in reference.GetString()!.TrimStart('#', '/').Split('/'))
            target = target.GetProperty(step.Replace("~1", "/", StringComparison.Ordinal));
        return target;
    }
}
