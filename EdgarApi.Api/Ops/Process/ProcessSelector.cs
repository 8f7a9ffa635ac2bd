using System.Text.RegularExpressions;

namespace EdgarApi.Api.Ops.Process;

/// <summary>The selection of series in an expression: <c>name{label="value"}</c>.</summary>
/// <param name="Text">The selection as written.</param>
/// <param name="Name">Name of the samples.</param>
/// <param name="Matches">Decides by the labels.</param>
internal sealed partial record ProcessSelector(string Text, string Name, Func<IReadOnlyDictionary<string, string>, bool> Matches)
{
    /// <summary>Finds the selections of an expression that select something of the samples.</summary>
    public static IReadOnlyList<ProcessSelector> FindAll(string expression, ISet<string> names) =>
    [
        .. Selection().Matches(expression).Where(match => names.Contains(match.Groups[1].Value)).DistinctBy(match => match.Value)
            .Select(match => new ProcessSelector(match.Value, match.Groups[1].Value, CreateMatch(match.Groups[2].Value))),
    ];

    private static Func<IReadOnlyDictionary<string, string>, bool> CreateMatch(string matchers)
    {
        var conditions = Matcher().Matches(matchers).Select(matcher => CreateCondition(
            matcher.Groups[1].Value, matcher.Groups[2].Value, matcher.Groups[3].Value)).ToList();
        return labels => conditions.TrueForAll(condition => condition(labels));
    }

    /// <summary>An absent label is an empty one, and an expression matches the whole value, as in Prometheus.</summary>
    private static Func<IReadOnlyDictionary<string, string>, bool> CreateCondition(string label, string comparison, string value)
    {
        var isNegative = comparison[0] == '!';
        if (!comparison.Contains('~', StringComparison.Ordinal))
            return labels => labels.GetValueOrDefault(label, "") == value != isNegative;
        var pattern = new Regex($"^(?:{value})$", RegexOptions.NonBacktracking);
        return labels => pattern.IsMatch(labels.GetValueOrDefault(label, "")) != isNegative;
    }

    [GeneratedRegex("""(?<![\w$"{:])([a-z_]+)\b(?:\{((?:[^}"]|"[^"]*")*)\})?""")]
    private static partial Regex Selection();

    [GeneratedRegex("""(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)["]""")]
    private static partial Regex Matcher();
}
