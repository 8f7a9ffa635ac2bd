using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Requests;
using EdgarApi.Financials.Ratios;
using EdgarApi.Storage.Companies;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Api.Ratios;

internal sealed partial record RatiosResponse
{
    public required CompanyReference Company { get; init; }

    [Description("annual, quarterly or ttm.")]
    public required string Freq { get; init; }

    [Description("latest or original.")]
    public required string Vintage { get; init; }

    [Description("The point in time asked for; null for now.")]
    public required DateOnly? AsOf { get; init; }

    [Description("Reporting currency of the operands, ISO 4217.")]
    public required string Currency { get; init; }

    [Description("Newest first.")]
    public required IReadOnlyList<PeriodResponse> Periods { get; init; }

    [Description("In the order of the catalog, or of the request.")]
    public required IReadOnlyList<RatioResponse> Ratios { get; init; }

    public static RatiosResponse From(CompanyEntry company, RatiosQuery query, CompanyRatios built) => new()
    {
        Company = CompanyReference.From(company),
        Freq = Names.Frequencies.GetName(built.Frequency),
        Vintage = Names.Vintages.GetName(query.Options.Vintage),
        AsOf = query.Options.AsOf,
        Currency = built.Currency,
        Periods = [.. built.Periods.Select(period => PeriodResponse.From(period, isInstant: false))],
        Ratios = [.. built.Ratios.Select(line => RatioResponse.From(line, query.Fields.Operands))],
    };
}

internal sealed record RatioResponse
{
    private static readonly NamedValues<RatioGroup> Groups = new(
        ("liquidity", RatioGroup.Liquidity), ("margins", RatioGroup.Margins), ("returns", RatioGroup.Returns), ("leverage", RatioGroup.Leverage),
        ("efficiency", RatioGroup.Efficiency), ("payout", RatioGroup.Payout), ("growth", RatioGroup.Growth));

    [Description("Ratio id.")]
    public required string Id { get; init; }

    [Description("For people.")]
    public required string Label { get; init; }

    [Description("liquidity, margins, returns, leverage, efficiency, payout or growth.")]
    public required string Group { get; init; }

    [Description("percentage or multiple: how the field states it. The values are ratios in both cases (0.4691 for 46.91 %).")]
    public required string StatedAs { get; init; }

    [Description("Over metric ids; average(…) is the mean of the balances at the start and the end of the twelve months.")]
    public required string Formula { get; init; }

    [Description("One for each period, in their order, to 4 decimals; null where it cannot be computed.")]
    public required IReadOnlyList<decimal?> Values { get; init; }

    [Description("Of each value that is null, why.")]
    public required IReadOnlyList<string?> Reasons { get; init; }

    [Description("The reasons for programs, as in divisorNotPositive; docs/rules.md lists the codes.")]
    public required IReadOnlyList<string?> ReasonCodes { get; init; }

    [Description("Of each value what it was computed from; with fields=all or fields=operands.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<IReadOnlyList<RatioOperandResponse>>? Operands { get; init; }

    public static RatioResponse From(RatioLine line, bool withOperands) => new()
    {
        Id = line.Ratio.Id,
        Label = line.Ratio.Label,
        Group = Groups.GetName(line.Ratio.Group),
        StatedAs = line.Ratio.IsPercentage ? "percentage" : "multiple",
        Formula = line.Formula,
        Values = [.. line.Values.Select(value => value.Value)],
        Reasons = [.. line.Values.Select(value => value.Reason)],
        ReasonCodes = [.. line.Values.Select(value => value.ReasonCode?.ToName())],
        Operands = withOperands ? [.. line.Values.Select(value => value.Operands.Select(RatioOperandResponse.From).ToList())] : null,
    };
}

internal sealed record RatioOperandResponse(
    [property: Description("Metric id.")] string Metric,
    [property: Description("Key of the period that the value is of; of a balance the one that it ends.")] string Period,
    [property: Description("With the metric's sign; per-share figures on today's share basis.")] decimal Value,
    [property: Description("Where the value comes from.")] SourceResponse Source)
{
    public static RatioOperandResponse From(RatioOperand operand) =>
        new(operand.Metric.Id, operand.Period.Key, operand.Value, SourceResponse.From(operand.Source)!);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RatiosResponse))]
internal sealed partial class RatiosJson : JsonSerializerContext;
