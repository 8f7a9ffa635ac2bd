using Microsoft.Extensions.Primitives;

namespace EdgarApi.Api.Requests;

/// <summary>A parameter as data. Parsing, errors and the OpenAPI document are all based on it.</summary>
internal abstract class QueryParameter(string name, string description, ParameterSchema schema)
{
    public string Name => name;

    public string Description => description;

    public ParameterSchema Schema => schema;

    public bool IsRequired { get; protected init; }

    public bool IsList => schema.MaxItems is not null;

    /// <summary>Gets the text to parse. A list may also be given as repeats of the parameter: <c>fields=a&amp;fields=b</c>.</summary>
    public string GetText(StringValues given) => IsList ? string.Join(',', (IEnumerable<string?>)given) : given.ToString();
}

/// <summary>A parameter that parses to a <typeparamref name="T"/>.</summary>
internal sealed class QueryParameter<T>(
    string name, string description, ParameterSchema schema, T defaultValue, Func<string, Parsed<T>> parse)
    : QueryParameter(name, description, schema)
{
    public T DefaultValue => defaultValue;

    public Parsed<T> Parse(string text) => parse(text);

    public QueryParameter<T> Required() => new(Name, Description, Schema, defaultValue, parse) { IsRequired = true };
}

/// <summary>The values that a parameter accepts, in JSON Schema terms.</summary>
internal sealed record ParameterSchema(string Type)
{
    public string? Format { get; init; }

    public int? Minimum { get; init; }

    public int? Maximum { get; init; }

    public int? MaxLength { get; init; }

    /// <summary>Maximum number of comma-separated values; null for a single value.</summary>
    public int? MaxItems { get; init; }

    public IReadOnlyList<string>? Enum { get; init; }

    public string? Default { get; init; }

    public string? Example { get; init; }
}
