using System.Diagnostics.CodeAnalysis;

namespace EdgarApi.Api.Requests;

/// <summary>Values and their names on the wire; read in any case, written as given here.</summary>
internal sealed class NamedValues<T>(params (string Name, T Value)[] values) where T : notnull
{
    private readonly Dictionary<string, T> byName = values.ToDictionary(value => value.Name, value => value.Value, StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<T, string> byValue = values.ToDictionary(value => value.Value, value => value.Name);

    public IReadOnlyList<(string Name, T Value)> All { get; } = values;

    public IReadOnlyList<string> Names { get; } = [.. values.Select(value => value.Name)];

    public string MustBeOneOf => $"must be one of {string.Join(", ", Names)}";

    public bool TryFind(string name, [MaybeNullWhen(false)] out T value) => byName.TryGetValue(name, out value);

    public string GetName(T value) => byValue[value];
}
