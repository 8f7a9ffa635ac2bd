using System.Text.Json.Serialization;

namespace EdgarApi.Contracts.Responses;

/// <summary>A ratio over several periods.</summary>
public sealed record RatioResponse
{
    /// <summary>Ratio id.</summary>
    public required string Id { get; init; }

    /// <summary>Display name.</summary>
    public required string Label { get; init; }

    /// <summary>liquidity, margins, returns, leverage, efficiency, payout or growth.</summary>
    public required string Group { get; init; }

    /// <summary>
    /// percentage or multiple: how the ratio is usually stated. Values are plain ratios in both cases (0.4691 for 46.91 %).
    /// </summary>
    public required string StatedAs { get; init; }

    /// <summary>Formula in metric ids. average(…) is the mean of the balances at the start and the end of the twelve months.</summary>
    public required string Formula { get; init; }

    /// <summary>One value per period, in the same order, to 4 decimals; null if the ratio cannot be computed.</summary>
    public required IReadOnlyList<decimal?> Values { get; init; }

    /// <summary>Why each null value is missing.</summary>
    public required IReadOnlyList<string?> Reasons { get; init; }

    /// <summary>Machine-readable reason codes, for example divisorNotPositive; docs/accuracy.md lists them.</summary>
    public required IReadOnlyList<string?> ReasonCodes { get; init; }

    /// <summary>The operands of each value. With fields=all or fields=operands.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<IReadOnlyList<RatioOperandResponse>>? Operands { get; init; }
}

/// <summary>An operand of a ratio.</summary>
/// <param name="Metric">Metric id.</param>
/// <param name="Period">Key of the operand's period; for a balance, of the period that it ends.</param>
/// <param name="Value">Value with the metric's sign; per-share values are adjusted for later splits.</param>
/// <param name="Source">Source of the value.</param>
public sealed record RatioOperandResponse(
    string Metric,
    string Period,
    decimal Value,
    SourceResponse Source);
