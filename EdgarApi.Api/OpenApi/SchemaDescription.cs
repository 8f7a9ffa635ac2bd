using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EdgarApi.Api.OpenApi;

/// <summary>Says of each member of an answer whether it is always there, of lists whether their texts may be null, and of exact decimals that they are no doubles.</summary>
internal sealed class SchemaDescription : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) is var underlying && (underlying ?? context.JsonTypeInfo.Type) == typeof(decimal))
            schema.Format = null;
        if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object && schema.Properties is { } properties)
        {
            schema.Required = context.JsonTypeInfo.Properties.Where(IsAlwaysWritten).Select(property => property.Name).Where(properties.ContainsKey).ToHashSet();
            foreach (var property in context.JsonTypeInfo.Properties.Where(HasNullableTexts))
                if (properties.TryGetValue(property.Name, out var list) && list.Items is OpenApiSchema texts) texts.Type |= JsonSchemaType.Null;
        }
        return Task.CompletedTask;
    }

    /// <summary>Whether it is a list of texts of which some may be null, which the element's type alone does not tell.</summary>
    private static bool HasNullableTexts(JsonPropertyInfo property) =>
        property.PropertyType == typeof(IReadOnlyList<string>) && property.AttributeProvider is PropertyInfo declared
        && new NullabilityInfoContext().Create(declared).GenericTypeArguments is [{ ReadState: NullabilityState.Nullable }];

    private static bool IsAlwaysWritten(JsonPropertyInfo property) =>
        property.ShouldSerialize is null
        && property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: false) is not { Length: > 0 };
}
