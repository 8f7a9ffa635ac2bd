using System.Text.Json;

namespace EdgarApi.Tests.Api.OpenApi;

/// <summary>
/// Checks JSON against the subset of JSON Schema that the OpenAPI document uses. Every member of a response must be described.
/// </summary>
internal sealed class SchemaCheck(JsonElement document)
{
    public IEnumerable<string> Check(JsonElement schema, JsonElement value, string path = "$")
    {
        schema = Resolve(schema);
        if (!schema.EnumerateObject().Any(keyword => keyword.Name != "description")) return []; // any value
        if (schema.TryGetProperty("oneOf", out var alternatives))
            return alternatives.EnumerateArray().Any(alternative => !Check(alternative, value, path).Any())
                ? []
                : [$"{path} matches none of oneOf"];
        if (schema.TryGetProperty("type", out var type)
            && !GetTypes(type).Contains(GetType(value))
            && !(GetType(value) == "integer" && GetTypes(type).Contains("number")))
            return [$"{path} is {GetType(value)}, not {type}"];
        if (schema.TryGetProperty("enum", out var choices)
            && !choices.EnumerateArray().Any(choice => JsonElement.DeepEquals(choice, value)))
            return [$"{path} is {value}, which is not in the enum"];
        return value.ValueKind switch
        {
            JsonValueKind.Object => CheckObject(schema, value, path),
            JsonValueKind.String when schema.TryGetProperty("format", out var format) && !HasFormat(value, format.GetString()!) =>
                [$"{path} is {value}, not a {format}"],
            JsonValueKind.Array => value
                .EnumerateArray().SelectMany((item, index) => Check(schema.GetProperty("items"), item, $"{path}[{index}]")),
            _ => [],
        };
    }

    public JsonElement Resolve(JsonElement schema)
    {
        if (!schema.TryGetProperty("$ref", out var reference)) return schema;
        var target = document;
        foreach (var step in reference.GetString()!.TrimStart('#', '/').Split('/'))
            target = target.GetProperty(step.Replace("~1", "/", StringComparison.Ordinal));
        return target;
    }

    private IEnumerable<string> CheckObject(JsonElement schema, JsonElement value, string path)
    {
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()!) : [];
        foreach (var missing in required.Where(name => !value.TryGetProperty(name, out _))) yield return $"{path}.{missing} is missing";
        foreach (var member in value.EnumerateObject())
        {
            var found = schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(member.Name, out var described)
                || schema.TryGetProperty("additionalProperties", out described);
            if (!found) yield return $"{path}.{member.Name} is not described";
            else foreach (var error in Check(described, member.Value, $"{path}.{member.Name}")) yield return error;
        }
    }

    private static bool HasFormat(JsonElement value, string format) => format switch
    {
        "date" => DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", out _),
        "date-time" => value.TryGetDateTimeOffset(out _),
        _ => true,
    };

    private static string[] GetTypes(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(name => name.GetString()!)] : [type.GetString()!];

    private static string GetType(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        JsonValueKind.Null => "null",
        _ => "boolean",
    };
}
