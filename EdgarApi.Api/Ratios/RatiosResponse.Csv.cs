using System.Globalization;
using System.Text.Json.Serialization;
using EdgarApi.Api.Csv;

namespace EdgarApi.Api.Ratios;

/// <summary>As a table: one row a ratio; of each period the value and the reason where there is none, with operands those too.</summary>
internal sealed partial record RatiosResponse : ICsvTable
{
    private bool HasOperands => Ratios.Any(ratio => ratio.Operands is not null);

    [JsonIgnore]
    public IEnumerable<string> CsvColumns => ["id", "label", "formula", .. Periods.SelectMany(period => GetColumns(period.Key))];

    [JsonIgnore]
    public IEnumerable<IEnumerable<CsvCell>> CsvRows =>
        Ratios.Select(ratio => ((CsvCell[])[ratio.Id, ratio.Label, ratio.Formula]).Concat(Enumerable.Range(0, Periods.Count).SelectMany(index => GetCells(ratio, index))));

    private IEnumerable<string> GetColumns(string key) => HasOperands ? [key, $"{key} reason", $"{key} operands"] : [key, $"{key} reason"];

    private static IEnumerable<CsvCell> GetCells(RatioResponse ratio, int index) => ratio.Operands is { } operands
        ? [ratio.Values[index], ratio.Reasons[index], string.Join("; ", operands[index].Select(Text))]
        : [ratio.Values[index], ratio.Reasons[index]];

    private static string Text(RatioOperandResponse operand) =>
        $"{operand.Metric} {operand.Period} = {operand.Value.ToString(CultureInfo.InvariantCulture)}";
}
