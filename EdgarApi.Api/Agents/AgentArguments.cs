using System.Text.Json;
using Microsoft.Extensions.Primitives;

namespace EdgarApi.Api.Agents;

/// <summary>The arguments of a tool call in the form of a query string, so that they are checked like one.</summary>
internal sealed class AgentArguments
{
    private readonly Dictionary<string, StringValues> _values = new(StringComparer.OrdinalIgnoreCase);

    public AgentArguments(IDictionary<string, JsonElement>? arguments)
    {
        foreach (var (name, value) in arguments ?? new Dictionary<string, JsonElement>())
            if (value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)) _values[name] = GetTexts(value);
    }

    /// <summary>Gets the text of an argument; empty if it is not given.</summary>
    public string Get(string name) => _values.GetValueOrDefault(name).ToString();

    /// <summary>Gets the arguments without those in the path.</summary>
    public IQueryCollection GetQuery(IReadOnlyCollection<string> path) => new QueryCollection(
        _values.Where(value => !path.Contains(value.Key)).ToDictionary(StringComparer.OrdinalIgnoreCase));

    /// <summary>Gives an argument a value unless it has one.</summary>
    public void SetDefault(string name, string value) => _values.TryAdd(name, value);

    /// <summary>Adds a value to a list. A list that the arguments lack has <paramref name="others"/>.</summary>
    public void AddTo(string list, string value, string others) =>
        _values[list] = StringValues.Concat(_values.GetValueOrDefault(list, others), value);

    /// <summary>Whether a list has one of some values.</summary>
    public bool Has(string list, params string[] wanted) => _values.GetValueOrDefault(list)
        .SelectMany(text => (text ?? "").Split(',', StringSplitOptions.TrimEntries))
        .Any(given => wanted.Contains(given, StringComparer.OrdinalIgnoreCase));

    private static StringValues GetTexts(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? new StringValues([.. value.EnumerateArray().Select(GetText)])
        : GetText(value);

    private static string GetText(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
