using System.Text.Json.Serialization;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Requests;
using EdgarApi.Financials.Ratios;
using EdgarApi.Financials.Statements;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Ratios;

internal sealed partial record RatioTable : RatiosResponse
{
    public static readonly NamedValues<RatioGroup> Groups = new(
        ("liquidity", RatioGroup.Liquidity), ("margins", RatioGroup.Margins), ("returns", RatioGroup.Returns),
        ("leverage", RatioGroup.Leverage), ("efficiency", RatioGroup.Efficiency), ("payout", RatioGroup.Payout),
        ("growth", RatioGroup.Growth));

    /// <summary>How ratios are stated.</summary>
    public static readonly IReadOnlyList<string> Forms = ["percentage", "multiple"];

    public static RatioTable From(CompanyEntry company, RatiosQuery query, CompanyRatios built) => new()
    {
        Company = CompanyReference.From(company),
        Freq = Names.Frequencies.GetName(built.Frequency),
        Vintage = Names.Vintages.GetName(query.Options.Vintage),
        AsOf = query.Options.AsOf,
        Currency = built.Currency,
        RulesVersion = Financials.Statements.Rules.RulesVersion.Current,
        Next = built.HasOlder ? query.GetNext(company, built.Periods[^1]) : null,
        Periods = [.. built.Periods.Select(period => PeriodResponse.From(period, isInstant: false, query.Window.Calendar))],
        Ratios = [.. built.Ratios.Select(line => CreateRatio(line, query.Fields.Operands))],
        _lines = built.Ratios,
    };

    public static RatioResponse CreateRatio(RatioLine line, bool withOperands) => new()
    {
        Id = line.Ratio.Id,
        Label = line.Ratio.Label,
        Group = Groups.GetName(line.Ratio.Group),
        StatedAs = line.Ratio.IsPercentage ? Forms[0] : Forms[1],
        Formula = line.Formula,
        Values = [.. line.Values.Select(value => value.Value)],
        Reasons = [.. line.Values.Select(value => value.Reason)],
        ReasonCodes = [.. line.Values.Select(value => value.ReasonCode?.ToName())],
        Operands = withOperands ? [.. line.Values.Select(value => value.Operands.Select(CreateOperand).ToList())] : null,
    };

    private static RatioOperandResponse CreateOperand(RatioOperand operand) =>
        new(operand.Metric.Id, operand.Period.Key, operand.Value, SourceResponse.From(operand.Source));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RatioTable))]
[JsonSerializable(typeof(RatiosResponse))]
[JsonSerializable(typeof(SeveralRatiosTable))]
[JsonSerializable(typeof(SeveralRatiosResponse))]
internal sealed partial class RatiosJson : JsonSerializerContext;
