using System.Diagnostics.CodeAnalysis;

namespace EdgarApi.Api.Requests;

/// <summary>Values with their names in requests and responses. Names are parsed in any case and written as declared here.</summary>
internal sealed class NamedValues<T>(params (string Name, T Value)[] values) where T : notnull
{
    private readonly Dictionary<string, T> _byName =
        values.ToDictionary(value => value.Name, value => value.Value, StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<T, string> _byValue = values.ToDictionary(value => value.Value, value => value.Name);

    public IReadOnlyList<(string Name, T Value)> All { get; } = values;

    public IReadOnlyList<string> Names { get; } = [.. values.Select(value => value.Name)];

    /// <summary>The error message for an unknown name.</summary>
    public string MustBeOneOf => $"must be one of {string.Join(", ", Names)}";

    public bool TryFind(string name, [MaybeNullWhen(false)] out T value) => _byName.TryGetValue(name, out value);

    public string GetName(T value) => _byValue[value];
}
