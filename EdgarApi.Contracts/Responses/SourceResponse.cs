using System.Text.Json.Serialization;

namespace EdgarApi.Contracts.Responses;

/// <summary>The source of a value: one fact of a filing, or a derivation from several facts.</summary>
public sealed record SourceResponse
{
    /// <summary>taxonomy:Concept; the metric id for a derived value.</summary>
    public required string Concept { get; init; }

    /// <summary>Accession number of the filing; for a derived value, that of its newest operand.</summary>
    public required string Accession { get; init; }

    /// <summary>Form of the filing.</summary>
    public required string Form { get; init; }

    /// <summary>Filing date.</summary>
    public required DateOnly Filed { get; init; }

    /// <summary>First day; absent for an instant.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? Start { get; init; }

    /// <summary>Last day, or the date of the instant.</summary>
    public required DateOnly End { get; init; }

    /// <summary>The value as filed, before split adjustment and sign conventions.</summary>
    public required decimal Value { get; init; }

    /// <summary>How the value is derived, for example FY2025 − 9M2025; null for a reported value.</summary>
    public string? Derivation { get; init; }

    /// <summary>The operands of a derived value.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SourceResponse>? Operands { get; init; }

    /// <summary>True if filings differ on the value; otherwise absent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Restated { get; init; }

    /// <summary>
    /// True if the quarters and the fiscal year have different bases because a restatement covers only one of them. The four quarters
    /// then do not add up to the year. Otherwise absent.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool MixedBasis { get; init; }

    /// <summary>Values of other filings for the same fact, newest first; absent if none differs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SourceResponse>? OtherVintages { get; init; }
}
