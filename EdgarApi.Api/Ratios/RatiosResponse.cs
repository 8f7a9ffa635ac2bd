using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Financials.Ratios;
using EdgarApi.Storage.Companies;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Api.Ratios;

internal sealed partial record RatiosResponse : IPage
{
    public required CompanyReference Company { get; init; }

    [Description("annual, quarterly or ttm.")]
    public required string Freq { get; init; }

    [Description("latest or original.")]
    public required string Vintage { get; init; }

    [Description("The requested point in time; null for now.")]
    public required DateOnly? AsOf { get; init; }

    [Description("Reporting currency of the operands, ISO 4217.")]
    public required string Currency { get; init; }

    [Description(RulesVersions.Description)]
    public int RulesVersion { get; } = Financials.Statements.Rules.RulesVersion.Current;

    [Description("URL of the page with older periods; null on the last page.")]
    public required string? Next { get; init; }

    [Description("Newest first.")]
    public required IReadOnlyList<PeriodResponse> Periods { get; init; }

    [Description("In catalog order, or in request order.")]
    public required IReadOnlyList<RatioResponse> Ratios { get; init; }

    public static RatiosResponse From(CompanyEntry company, RatiosQuery query, CompanyRatios built) => new()
    {
        Company = CompanyReference.From(company),
        Freq = Names.Frequencies.GetName(built.Frequency),
        Vintage = Names.Vintages.GetName(query.Options.Vintage),
        AsOf = query.Options.AsOf,
        Currency = built.Currency,
        Next = built.HasOlder ? query.GetNext(company, built.Periods[^1]) : null,
        Periods = [.. built.Periods.Select(period => PeriodResponse.From(period, isInstant: false, query.Window.Calendar))],
        Ratios = [.. built.Ratios.Select(line => RatioResponse.From(line, query.Fields.Operands))],
        _lines = built.Ratios,
    };
}

internal sealed record RatioResponse
{
    public static readonly NamedValues<RatioGroup> Groups = new(
        ("liquidity", RatioGroup.Liquidity), ("margins", RatioGroup.Margins), ("returns", RatioGroup.Returns),
        ("leverage", RatioGroup.Leverage), ("efficiency", RatioGroup.Efficiency), ("payout", RatioGroup.Payout),
        ("growth", RatioGroup.Growth));

    /// <summary>How ratios are stated.</summary>
    public static readonly IReadOnlyList<string> Forms = ["percentage", "multiple"];

    [Description("Ratio id.")]
    public required string Id { get; init; }

    [Description("Display name.")]
    public required string Label { get; init; }

    [Description("liquidity, margins, returns, leverage, efficiency, payout or growth.")]
    public required string Group { get; init; }

    [Description("percentage or multiple: how the ratio is usually stated. Values are plain ratios in both cases (0.4691 for 46.91 %).")]
    public required string StatedAs { get; init; }

    [Description("Formula in metric ids. average(…) is the mean of the balances at the start and the end of the twelve months.")]
    public required string Formula { get; init; }

    [Description("One value per period, in the same order, to 4 decimals; null if the ratio cannot be computed.")]
    public required IReadOnlyList<decimal?> Values { get; init; }

    [Description("Why each null value is missing.")]
    public required IReadOnlyList<string?> Reasons { get; init; }

    [Description("Machine-readable reason codes, for example divisorNotPositive; docs/rules.md lists them.")]
    public required IReadOnlyList<string?> ReasonCodes { get; init; }

    [Description("The operands of each value. With fields=all or fields=operands.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<IReadOnlyList<RatioOperandResponse>>? Operands { get; init; }

    public static RatioResponse From(RatioLine line, bool withOperands) => new()
    {
        Id = line.Ratio.Id,
        Label = line.Ratio.Label,
        Group = Groups.GetName(line.Ratio.Group),
        StatedAs = line.Ratio.IsPercentage ? Forms[0] : Forms[1],
        Formula = line.Formula,
        Values = [.. line.Values.Select(value => value.Value)],
        Reasons = [.. line.Values.Select(value => value.Reason)],
        ReasonCodes = [.. line.Values.Select(value => value.ReasonCode?.ToName())],
        Operands = withOperands ? [.. line.Values.Select(value => value.Operands.Select(RatioOperandResponse.From).ToList())] : null,
    };
}

internal sealed record RatioOperandResponse(
    [property: Description("Metric id.")] string Metric,
    [property: Description("Key of the operand's period; for a balance, of the period that it ends.")] string Period,
    [property: Description("Value with the metric's sign; per-share values are adjusted for later splits.")] decimal Value,
    [property: Description("Source of the value.")] SourceResponse Source)
{
    public static RatioOperandResponse From(RatioOperand operand) =>
        new(operand.Metric.Id, operand.Period.Key, operand.Value, SourceResponse.From(operand.Source)!);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RatiosResponse))]
internal sealed partial class RatiosJson : JsonSerializerContext;
