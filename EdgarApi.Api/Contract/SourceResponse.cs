using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Api.Contract;

/// <summary>The source of a value: one fact of a filing, or a derivation from several facts.</summary>
internal sealed record SourceResponse
{
    [Description("taxonomy:Concept; the metric id for a derived value.")]
    public required string Concept { get; init; }

    [Description("Accession number of the filing; for a derived value, that of its newest operand.")]
    public required string Accession { get; init; }

    [Description("Form of the filing.")]
    public required string Form { get; init; }

    [Description("Filing date.")]
    public required DateOnly Filed { get; init; }

    [Description("First day; absent for an instant.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? Start { get; init; }

    [Description("Last day, or the date of the instant.")]
    public required DateOnly End { get; init; }

    [Description("The value as filed, before split adjustment and sign conventions.")]
    public required decimal Value { get; init; }

    [Description("How the value is derived, for example FY2025 − 9M2025; null for a reported value.")]
    public string? Derivation { get; init; }

    [Description("The operands of a derived value.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SourceResponse>? Operands { get; init; }

    [Description("True if filings differ on the value; otherwise absent.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Restated { get; init; }

    [Description(
        "True if the quarters and the fiscal year have different bases because a restatement covers only one of them. The four quarters " +
        "then do not add up to the year. Otherwise absent.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool MixedBasis { get; init; }

    [Description("Values of other filings for the same fact, newest first; absent if none differs.")]
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
        Operands = FromList(source.Operands),
        Restated = source.Restated,
        MixedBasis = source.MixedBasis,
        OtherVintages = FromList(source.OtherVintages),
    };

    private static List<SourceResponse>? FromList(IReadOnlyList<Source> sources) =>
        sources.Count == 0 ? null : [.. sources.Select(source => From(source)!)];
}
