using System.Globalization;
using System.Text.Json.Serialization;
using EdgarApi.Api.Csv;

namespace EdgarApi.Api.Ratios;

/// <summary>
/// The ratios as a table: one row per ratio. Each period has columns for the value and for the reason if it is missing; with operands, also
/// for those.
/// </summary>
internal sealed partial record RatiosResponse : ICsvTable
{
    private bool HasOperands => Ratios.Any(ratio => ratio.Operands is not null);

    [JsonIgnore]
    public IEnumerable<string> CsvColumns => ["id", "label", "formula", .. Periods.SelectMany(period => GetColumns(period.Column))];

    [JsonIgnore]
    public IEnumerable<IEnumerable<CsvCell>> CsvRows => Ratios.Select(ratio =>
        ((CsvCell[])[ratio.Id, ratio.Label, ratio.Formula])
            .Concat(Enumerable.Range(0, Periods.Count).SelectMany(index => GetCells(ratio, index))));

    private IEnumerable<string> GetColumns(string key) =>
        HasOperands ? [key, $"{key} reason", $"{key} operands"] : [key, $"{key} reason"];

    private static IEnumerable<CsvCell> GetCells(RatioResponse ratio, int index) => ratio.Operands is { } operands
        ? [ratio.Values[index], ratio.Reasons[index], string.Join("; ", operands[index].Select(Format))]
        : [ratio.Values[index], ratio.Reasons[index]];

    private static string Format(RatioOperandResponse operand) =>
        $"{operand.Metric} {operand.Period} = {operand.Value.ToString(CultureInfo.InvariantCulture)}";
}
