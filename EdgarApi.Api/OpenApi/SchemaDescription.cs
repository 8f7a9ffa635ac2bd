using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using EdgarApi.Api.Problems;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EdgarApi.Api.OpenApi;

/// <summary>
/// Marks members that every response has as required and list items that may be null as nullable, and removes the double format from
/// exact decimals.
/// </summary>
internal sealed class SchemaDescription : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(decimal))
            schema.Format = null;
        if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object && schema.Properties is { } properties)
        {
            schema.Required = context.JsonTypeInfo.Properties.Where(IsAlwaysWritten).Select(property => property.Name)
                .Where(properties.ContainsKey).ToHashSet();
            foreach (var property in context.JsonTypeInfo.Properties.Where(HasNullableItems))
                if (properties.TryGetValue(property.Name, out var list) && list.Items is OpenApiSchema items)
                    items.Type |= JsonSchemaType.Null;
            if (type == typeof(ProblemDocument)) DescribeStandardMembers(properties, schema.Required);
        }
        return Task.CompletedTask;
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
    }

    /// <summary>Whether the property is a list of strings that may be null. The element type does not show it.</summary>
    private static bool HasNullableItems(JsonPropertyInfo property) =>
        property.PropertyType == typeof(IReadOnlyList<string>) && property.AttributeProvider is PropertyInfo declared
        && new NullabilityInfoContext().Create(declared).GenericTypeArguments is [{ ReadState: NullabilityState.Nullable }];

    private static bool IsAlwaysWritten(JsonPropertyInfo property) =>
        property.ShouldSerialize is null
        && property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: false) is not { Length: > 0 };
}
