using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using EdgarApi.Api.Requests;

namespace EdgarApi.Api.Agents;

/// <summary>
/// The JSON Schemas of tools: of arguments from the same parameters as the OpenAPI document, of results from their types.
/// </summary>
internal static class AgentSchemas
{
    private static readonly JsonSchemaExporterOptions Exporter = new()
    {
        TreatNullObliviousAsNonNullable = true, TransformSchemaNode = (context, schema) => RequireWritten(context.TypeInfo, schema),
    };

    /// <summary>Creates the schema of arguments.</summary>
    /// <param name="path">The parameters in the path of the endpoint, which are required.</param>
    /// <param name="query">Its other parameters.</param>
    /// <param name="defaults">Defaults that differ from those of the parameters.</param>
    public static JsonElement CreateInput(
        IReadOnlyList<QueryParameter> path, IReadOnlyList<QueryParameter> query, IReadOnlyDictionary<string, string> defaults)
    {
        var properties = new JsonObject();
        foreach (var parameter in path.Concat(query))
            properties.Add(parameter.Name, CreateParameter(parameter, defaults.GetValueOrDefault(parameter.Name)));
        return ToElement(new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray(
                [.. path.Concat(query.Where(parameter => parameter.IsRequired)).Select(parameter => (JsonNode)parameter.Name)]),
            ["additionalProperties"] = false,
        });
    }

    public static JsonElement CreateOutput(JsonTypeInfo type) => ToElement(type.GetJsonSchemaAsNode(Exporter));

    private static JsonObject CreateParameter(QueryParameter parameter, string? defaultValue)
    {
        var schema = parameter.Schema;
        var value = new JsonObject { ["type"] = schema.MaxItems is null ? schema.Type : "string" };
        if (schema.Format is { } format) value["format"] = format;
        if (schema.Minimum is { } minimum) value["minimum"] = minimum;
        if (schema.Maximum is { } maximum) value["maximum"] = maximum;
        if (schema.MaxLength is { } length) value["maxLength"] = length;
        if (schema.Enum is { } choices) value["enum"] = new JsonArray([.. choices.Select(choice => (JsonNode)choice)]);
        if (schema.MaxItems is { } items) value = new() { ["type"] = "array", ["items"] = value, ["maxItems"] = items };
        if ((defaultValue ?? schema.Default) is { } text) value["default"] = GetDefault(schema, text);
        value["description"] = parameter.Description;
        return value;
    }

    private static JsonNode GetDefault(ParameterSchema schema, string text) => schema.Type switch
    {
        "integer" => int.Parse(text, CultureInfo.InvariantCulture),
        "boolean" => bool.Parse(text),
        _ => text,
    };

    /// <summary>
    /// Requires only the members that are always written: the exporter also requires those that are left out if they are null.
    /// </summary>
    private static JsonNode RequireWritten(JsonTypeInfo type, JsonNode schema)
    {
        if (schema is not JsonObject described || described["required"] is not JsonArray required) return schema;
        var written = type.Properties.Where(IsAlwaysWritten).Select(property => property.Name).ToHashSet();
        described["required"] = new JsonArray(
            [.. required.Select(name => (string)name!).Where(written.Contains).Select(name => (JsonNode)name)]);
        return described;
    }

    private static bool IsAlwaysWritten(JsonPropertyInfo property) =>
        property.AttributeProvider is not MemberInfo member || member.GetCustomAttribute<JsonIgnoreAttribute>() is null;

    private static JsonElement ToElement(JsonNode schema) => JsonSerializer.Deserialize<JsonElement>(schema.ToJsonString());
}
