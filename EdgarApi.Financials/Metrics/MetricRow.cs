using System.Text.Json.Serialization;

namespace EdgarApi.Financials.Metrics;

/// <summary>A row of <c>metrics.json</c>.</summary>
internal sealed record MetricRow
{
    // Set, not init: the generated reader gives init properties that are absent null instead of their default.

    public required string Id { get; init; }
    public required string Label { get; init; }
    public required string Definition { get; init; }
    public string Unit { get; set; } = "currency";
    public string? Statement { get; set; }
    public bool? Instant { get; set; }
    public int Level { get; set; }
    public bool Total { get; set; }
    public bool Essential { get; set; }

    /// <summary>The kind of filer that the metric is for; null for all.</summary>
    public string? Family { get; set; }

    /// <summary>Whether few filers have the line, so that statements show it only with a value.</summary>
    public bool Rare { get; set; }

    /// <summary>Whether the metric is never negative. A negative difference then shows that its operands are on different bases.</summary>
    public bool Nonnegative { get; set; }

    /// <summary>Whether its concepts have no negative amounts, so that one with a minus is turned.</summary>
    public bool NeverNegative { get; set; }

    /// <summary>The stages that look for a value, in order: the first that finds one decides.</summary>
    public required IReadOnlyList<StageRow> Stages { get; init; }
}

/// <summary>
/// A stage of a metric. It has one of <see cref="Concepts"/>, <see cref="Formulas"/>, <see cref="Closes"/>, <see cref="Cover"/> and
/// <see cref="Rule"/>.
/// </summary>
internal sealed record StageRow
{
    /// <summary>
    /// Tiers of concepts in order of preference; those of one tier are equivalent. A leading minus reverses the sign.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string>>? Concepts { get; set; }

    /// <summary><c>largest</c>: of equivalent concepts in one filing, the largest is the total and the others are its parts.</summary>
    public string? Pick { get; set; }

    /// <summary>
    /// Whether the concepts of a tier are one measure whose name changes: a period of one may be subtracted from a period of the other.
    /// </summary>
    public bool SameMeasure { get; set; }

    /// <summary>The rule that finds rows to leave out.</summary>
    public string? Without { get; set; }

    /// <summary>
    /// Formulas over metric ids and concepts, tried in order. A term with <c>?</c> may be missing. <c>Metric.reported</c> is a metric's
    /// value without its own formulas.
    /// </summary>
    public IReadOnlyList<string>? Formulas { get; set; }

    /// <summary>Formulas that close the gap to a total: a reported value counts only if it is equal.</summary>
    public IReadOnlyList<string>? Closes { get; set; }

    /// <summary>Whether a gap of zero counts as missing unless the filer reports it.</summary>
    public bool ZeroIsNone { get; set; }

    /// <summary>A concept of the report's cover page.</summary>
    public string? Cover { get; set; }

    /// <summary>The id of a rule that finds a value.</summary>
    public string? Rule { get; set; }

    /// <summary>Ids of rules that reject what the stage finds.</summary>
    public IReadOnlyList<string> Unless { get; set; } = [];

    /// <summary>Ids of rules that may replace a reported value.</summary>
    public IReadOnlyList<string> Instead { get; set; } = [];
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(List<MetricRow>))]
[JsonSerializable(typeof(Dictionary<string, Dictionary<string, string[]>>))]
internal sealed partial class CatalogJson : JsonSerializerContext;
