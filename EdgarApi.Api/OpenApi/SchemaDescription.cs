using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EdgarApi.Api.OpenApi;

/// <summary>
/// Marks members that every response has, and those that a body needs, as required, and list items that may be null as nullable, lists
/// the values of closed sets, and declares exact decimals. Members are described by the XML documentation of the contract.
/// </summary>
internal sealed class SchemaDescription : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(decimal))
            schema.Format = "decimal";
        if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object && schema.Properties is { } properties)
        {
            Func<JsonPropertyInfo, bool> isRequired = type.IsAssignableTo(typeof(IBody)) ? IsNeeded : IsAlwaysWritten;
            schema.Required = context.JsonTypeInfo.Properties.Where(isRequired).Select(property => property.Name)
                .Where(properties.ContainsKey).ToHashSet();
            foreach (var property in context.JsonTypeInfo.Properties.Where(HasNullableItems))
                if (properties.TryGetValue(property.Name, out var list)) AllowNullItems((OpenApiSchema)list);
            // Any JSON includes null, so null is no alternative to it.
            foreach (var property in context.JsonTypeInfo.Properties.Where(property => property.PropertyType == typeof(JsonElement?)))
                if (properties.ContainsKey(property.Name)) properties[property.Name] = CreateAny(property);
            foreach (var (name, member) in properties)
                if (ClosedSets.Find(type, name) is { } values) ListValues((OpenApiSchema)member, values);
            foreach (var property in context.JsonTypeInfo.Properties)
                if (properties.TryGetValue(property.Name, out var member)) DescribeMember((OpenApiSchema)member, property);
            if (type == typeof(ProblemDocument)) DescribeStandardMembers(properties, schema.Required);
        }
        return Task.CompletedTask;
    }

    /// <summary>Describes a member of a response of the contract.</summary>
    private static void DescribeMember(OpenApiSchema member, JsonPropertyInfo property)
    {
        if (property.AttributeProvider is not PropertyInfo declared || ContractComments.Find(declared) is not { } description) return;
        // A member that becomes a reference has its description beside it.
        if (member.Metadata?.ContainsKey("x-schema-id") == true) member.Metadata["x-ref-description"] = description;
        else member.Description ??= description;
    }

    /// <summary>The members of <c>ProblemDetails</c> are optional and not described, but every problem of this API has them.</summary>
    private static void DescribeStandardMembers(IDictionary<string, IOpenApiSchema> properties, ISet<string> required)
    {
        foreach (var (name, description) in ProblemDocument.StandardMembers)
        {
            var member = (OpenApiSchema)properties[name];
            (member.Description, member.Type) = (description, member.Type & ~JsonSchemaType.Null);
            required.Add(name);
        }

        // Generated clients use it as the message of their exceptions.
        ((OpenApiSchema)properties["detail"]).AddExtension("x-ms-primary-error-message", new JsonNodeExtension(JsonValue.Create(true)));
    }

    private static OpenApiSchema CreateAny(JsonPropertyInfo property) => new()
    {
        Description = FindDescription(property),
    };

    /// <summary>An item that is an object becomes a reference to its schema, so null is an alternative to it.</summary>
    private static void AllowNullItems(OpenApiSchema list)
    {
        if (list.Items is OpenApiSchema { Type: JsonSchemaType.Object } item)
            list.Items = new OpenApiSchema { OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, item] };
        else if (list.Items is OpenApiSchema value) value.Type |= JsonSchemaType.Null;
    }

    /// <summary>Adds an enum to a text, or to the texts of a list or map.</summary>
    private static void ListValues(OpenApiSchema member, IReadOnlyList<string> values)
    {
        var text = (member.Items ?? member.AdditionalProperties ?? member) as OpenApiSchema;
        text?.Enum = [.. values.Select(value => (JsonNode)value)];
        if (text?.Type?.HasFlag(JsonSchemaType.Null) == true) text.Enum?.Add(JsonNullSentinel.JsonNull);
    }

    /// <summary>Whether the property is a list of texts or objects that may be null. The element type does not show it.</summary>
    private static bool HasNullableItems(JsonPropertyInfo property) =>
        property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
        && !property.PropertyType.GenericTypeArguments[0].IsValueType && property.AttributeProvider is PropertyInfo declared
        && new NullabilityInfoContext().Create(declared).GenericTypeArguments is [{ ReadState: NullabilityState.Nullable }];

    /// <summary>Whether a body needs the member. All members may be null, so that a missing one gets a problem that names it.</summary>
    private static bool IsNeeded(JsonPropertyInfo property) =>
        FindDescription(property)?.Contains("Required.", StringComparison.Ordinal) == true;

    private static string? FindDescription(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(DescriptionAttribute), inherit: false)
            .OfType<DescriptionAttribute>().SingleOrDefault()?.Description;

    private static bool IsAlwaysWritten(JsonPropertyInfo property) =>
        property.ShouldSerialize is null
        && property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: false) is not { Length: > 0 };
}
