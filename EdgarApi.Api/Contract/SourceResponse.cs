using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Api.Contract;

/// <summary>Where a value comes from: one fact of one filing, or a derivation from such facts.</summary>
internal sealed record SourceResponse
{
    [Description("taxonomy:Concept; of a derived value the metric's id.")]
    public required string Concept { get; init; }

    [Description("Accession number of the filing; of a derived value that of its newest operand.")]
    public required string Accession { get; init; }

    [Description("Form of that filing.")]
    public required string Form { get; init; }

    [Description("Day on which it was filed.")]
    public required DateOnly Filed { get; init; }

    [Description("First day; absent for an instant.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? Start { get; init; }

    [Description("Last day, or the instant.")]
    public required DateOnly End { get; init; }

    [Description("The value as filed, before any split adjustment or sign convention.")]
    public required decimal Value { get; init; }

    [Description("How the value was computed, as in FY2025 − 9M2025; null for a reported value.")]
    public string? Derivation { get; init; }

    [Description("What a derived value was computed from.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SourceResponse>? Operands { get; init; }

    [Description("True when filings differ on the value; absent otherwise.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Restated { get; init; }

    [Description("True where quarters and fiscal year stand on different bases, since a restatement covers one and not the other: four such quarters do not add up to the year. Absent otherwise.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool MixedBasis { get; init; }

    [Description("Values that other filings gave for the same fact, newest first; absent when none differs.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SourceResponse>? OtherVintages { get; init; }

    public static SourceResponse? From(Source? source) => source is null ? null : new()
    {
        Concept = source.Concept,
        Accession = source.Accession,
        Form = source.Form,
        Filed = source.Filed,
        Start = source.Start,
        End = source.End,
        Value = source.Value,
        Derivation = source.Derivation,
        Operands = OfAll(source.Operands),
        Restated = source.Restated,
        MixedBasis = source.MixedBasis,
        OtherVintages = OfAll(source.OtherVintages),
    };

    private static List<SourceResponse>? OfAll(IReadOnlyList<Source> sources) => sources.Count == 0 ? null : [.. sources.Select(source => From(source)!)];
}
