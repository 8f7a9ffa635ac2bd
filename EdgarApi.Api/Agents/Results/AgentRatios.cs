using System.ComponentModel;
using System.Text.Json.Serialization;

namespace EdgarApi.Api.Agents.Results;

/// <summary>The ratios of a company.</summary>
internal sealed record AgentRatios
{
    public required CompanyReference Company { get; init; }

    public required string Freq { get; init; }

    [Description("The columns, newest first, each with the filing that most operands come from.")]
    public required IReadOnlyList<AgentColumn> Periods { get; init; }

    public required IReadOnlyList<AgentRatio> Ratios { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cursor { get; init; }

    public static AgentRatios From(RatiosResponse response, bool withOperands)
    {
        var columns = response.Periods.Select((period, i) => AgentColumn.From(
            period, response.Company.Cik,
            response.Ratios.SelectMany(ratio => ratio.Operands?[i] ?? []).Select(operand => operand.Source))).ToList();
        return new()
        {
            Company = response.Company,
            Freq = response.Freq,
            Periods = columns,
            Ratios = [.. response.Ratios.Select(ratio => AgentRatio.From(ratio, columns, withOperands))],
            Cursor = AgentCursor.From(response),
        };
    }
}

/// <summary>A ratio over several periods.</summary>
internal sealed record AgentRatio
{
    public required string Id { get; init; }

    [Description("One value per column, as a plain ratio: 0.4691 for 46.91 %.")]
    public required IReadOnlyList<decimal?> Values { get; init; }

    [Description("Reason codes of null values by period.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Missing { get; init; }

    [Description("With fields=operands or fields=all.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Formula { get; init; }

    [Description("The operands of each value. With fields=operands or fields=all.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<IReadOnlyList<AgentOperand>>? Operands { get; init; }

    public static AgentRatio From(RatioResponse ratio, IReadOnlyList<AgentColumn> columns, bool withOperands) => new()
    {
        Id = ratio.Id,
        Values = ratio.Values,
        Missing = AgentLines.GetMissing(columns, ratio.Values, ratio.ReasonCodes),
        Formula = withOperands ? ratio.Formula : null,
        Operands = withOperands
            ? ratio.Operands?.Select(IReadOnlyList<AgentOperand> (operands) => [.. operands.Select(AgentOperand.From)]).ToList()
            : null,
    };
}

/// <summary>An operand of a ratio.</summary>
internal sealed record AgentOperand
{
    public required string Metric { get; init; }

    public required string Period { get; init; }

    public required decimal Value { get; init; }

    public required string Accession { get; init; }

    public static AgentOperand From(RatioOperandResponse operand) => new()
    {
        Metric = operand.Metric, Period = operand.Period, Value = operand.Value, Accession = operand.Source.Accession,
    };
}
