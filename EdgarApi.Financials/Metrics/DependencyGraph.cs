namespace EdgarApi.Financials.Metrics;

/// <summary>
/// Which metrics read which, as the stages of a catalog declare it. Without a cycle, a value cannot depend on the order in which metrics
/// are evaluated. Reads of other periods go from twelve months to quarters, from a quarter to its year and from a period to an earlier one,
/// so they form no cycle.
/// </summary>
internal sealed class DependencyGraph(IReadOnlyList<MetricDefinition> definitions)
{
    private readonly Dictionary<string, MetricDefinition> _byId = definitions.ToDictionary(definition => definition.Metric.Id);
    private readonly HashSet<(string Metric, bool IsReported)> _finished = [];
    private readonly List<(string Metric, bool IsReported)> _path = [];

    /// <summary>The metrics of a cycle in order, as in <c>Revenue → NoninterestIncome → Revenue</c>; null without a cycle.</summary>
    public string? FindCycle()
    {
        foreach (var definition in definitions)
            if (Visit((definition.Metric.Id, false)) is { } cycle) return cycle;
        return null;
    }

    private string? Visit((string Metric, bool IsReported) node)
    {
        if (_finished.Contains(node)) return null;
        if (_path.IndexOf(node) is >= 0 and var start) return string.Join(" → ", _path.Skip(start).Append(node).Select(Name));
        _path.Add(node);
        foreach (var next in GetInputs(node))
            if (Visit(next) is { } cycle) return cycle;
        _path.RemoveAt(_path.Count - 1);
        _finished.Add(node);
        return null;
    }

    private IEnumerable<(string Metric, bool IsReported)> GetInputs((string Metric, bool IsReported) node)
    {
        var definition = _byId.GetValueOrDefault(node.Metric) ?? throw new InvalidDataException($"metrics.json has no '{node.Metric}'.");
        var stages = node.IsReported ? definition.Stages.Take(definition.ReportedStages) : definition.Stages;
        return stages.SelectMany(stage => stage.Inputs).Where(input => input.Kind is InputKind.Value or InputKind.Reported)
            .Select(input => (input.Metric, input.Kind == InputKind.Reported));
    }

    private static string Name((string Metric, bool IsReported) node) => node.IsReported ? node.Metric + ".reported" : node.Metric;
}
