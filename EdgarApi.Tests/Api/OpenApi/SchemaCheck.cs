using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace EdgarApi.Tests.Api.OpenApi;

/// <summary>
/// Checks JSON against schemas of an OpenAPI document, as JSON Schema 2020-12 with formats. Beyond that, every member of a response must
/// be described.
/// </summary>
internal sealed class SchemaCheck(JsonElement document)
{
    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    private const string Schemas = "#/components/schemas/";
    private const string Definitions = "#/$defs/";

    private readonly JsonObject _schemas = Close(document);

    /// <summary>Finds what violates a schema; empty if nothing does.</summary>
    public IReadOnlyList<string> Check(JsonElement schema, JsonElement value)
    {
        var wanted = JsonNode.Parse(schema.GetRawText())!.AsObject();
        Close(wanted);
        var root = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["allOf"] = new JsonArray(wanted),
            ["$defs"] = _schemas.DeepClone(),
        };
        var text = root.ToJsonString().Replace($"\"{Schemas}", $"\"{Definitions}", StringComparison.Ordinal);
        var result = JsonSchema.FromText(text).Evaluate(JsonNode.Parse(value.GetRawText()), Options);
        return result.IsValid
            ? []
            : [.. result.Details.Where(detail => detail.HasErrors).SelectMany(detail =>
                detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}"))];
    }

    private static JsonObject Close(JsonElement document)
    {
        if (!document.TryGetProperty("components", out var components)) return [];
        var schemas = JsonNode.Parse(components.GetProperty("schemas").GetRawText())!.AsObject();
        foreach (var (_, schema) in schemas) Close(schema!.AsObject());
        return schemas;
    }

    /// <summary>Forbids members that a schema does not describe.</summary>
    private static void Close(JsonObject schema)
    {
        if (schema["properties"] is JsonObject properties)
        {
            foreach (var (_, member) in properties) Close(member!.AsObject());
            if (!schema.ContainsKey("additionalProperties")) schema["additionalProperties"] = false;
        }
        if (schema["items"] is JsonObject items) Close(items);
        if (schema["additionalProperties"] is JsonObject values) Close(values);
        foreach (var alternative in schema["oneOf"]?.AsArray() ?? []) Close(alternative!.AsObject());
    }
}
