namespace EdgarApi.Api.Requests;

/// <summary>One parameter as data: the reader, the errors and the OpenAPI document all come from it.</summary>
internal abstract class QueryParameter(string name, string description, ParameterSchema schema)
{
    public string Name => name;

    public string Description => description;

    public ParameterSchema Schema => schema;

    public bool IsRequired { get; protected init; }
}

/// <summary>A parameter whose text reads as a <typeparamref name="T"/>.</summary>
internal sealed class QueryParameter<T>(string name, string description, ParameterSchema schema, T whenAbsent, Func<string, Parsed<T>> parse)
    : QueryParameter(name, description, schema)
{
    public T WhenAbsent => whenAbsent;

    public Parsed<T> Parse(string text) => parse(text);

    public QueryParameter<T> Required() => new(Name, Description, Schema, whenAbsent, parse) { IsRequired = true };
}

/// <summary>What a parameter accepts, in JSON Schema's terms.</summary>
internal sealed record ParameterSchema(string Type)
{
    public string? Format { get; init; }

    public int? Minimum { get; init; }

    public int? Maximum { get; init; }

    public int? MaxLength { get; init; }

    /// <summary>Largest number of comma-separated values; null when it takes one value.</summary>
    public int? MaxItems { get; init; }

    public IReadOnlyList<string>? Enum { get; init; }

    public string? Default { get; init; }

    public string? Example { get; init; }
}
