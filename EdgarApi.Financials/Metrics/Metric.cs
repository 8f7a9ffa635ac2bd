using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Metrics;

/// <summary>The kind of a metric's unit.</summary>
public enum UnitKind
{
    /// <summary>An amount of the reporting currency.</summary>
    Currency,

    /// <summary>The reporting currency per share.</summary>
    PerShare,

    /// <summary>A number of shares.</summary>
    Shares,

    /// <summary>A pure number.</summary>
    Ratio,
}

/// <summary>One standardized metric of the catalog.</summary>
/// <param name="Id">Stable id, as in <c>NetIncome</c>.</param>
/// <param name="Label">Display name.</param>
/// <param name="Unit">The kind of its unit.</param>
/// <param name="IsInstant">Whether it is measured at a point in time (balance sheet) instead of over a duration.</param>
/// <param name="Statement">The statement that shows it; null for the few metrics without one.</param>
/// <param name="Definition">One sentence.</param>
/// <param name="Level">Indentation in the statement.</param>
/// <param name="IsTotal">Whether other lines add up to it.</param>
/// <param name="IsEssential">Whether <c>fields=essential</c>, the default, shows it.</param>
/// <param name="Concepts">Source concepts as <c>taxonomy:Concept</c> in order of preference.</param>
public sealed record Metric(
    string Id, string Label, UnitKind Unit, bool IsInstant, StatementKind? Statement, string Definition, int Level, bool IsTotal,
    bool IsEssential, IReadOnlyList<string> Concepts)
{
    /// <summary>The kind of filer that has the metric, as in <c>bank</c>; null for all.</summary>
    public string? Family { get; init; }
}
