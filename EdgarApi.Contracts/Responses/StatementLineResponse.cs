using System.Text.Json.Serialization;

namespace EdgarApi.Contracts.Responses;

/// <summary>A line of a statement.</summary>
public sealed record StatementLineResponse
{
    /// <summary>Metric id, or taxonomy:Concept in the reported view.</summary>
    public required string Id { get; init; }

    /// <summary>Display name.</summary>
    public required string Label { get; init; }

    /// <summary>Indentation depth.</summary>
    public required int Level { get; init; }

    /// <summary>Whether the line is a total of other lines.</summary>
    public required bool IsTotal { get; init; }

    /// <summary>Currency, shares, currency/shares or pure.</summary>
    public required string Unit { get; init; }

    /// <summary>One value per period, in the same order; null if there is no value.</summary>
    public required IReadOnlyList<decimal?> Values { get; init; }

    /// <summary>Why each null value is missing; absent if no value is null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string?>? Reasons { get; init; }

    /// <summary>Machine-readable reason codes, for example notReported; docs/accuracy.md lists them. Absent if reasons is absent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string?>? ReasonCodes { get; init; }

    /// <summary>The source of each value. With fields=all or fields=sources.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SourceResponse?>? Sources { get; init; }
}
