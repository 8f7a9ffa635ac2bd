using System.Globalization;
using System.Text.Json.Serialization;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Csv;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Ratios;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Api.Ratios;

/// <summary>
/// The ratios as a table: one row per ratio. Each period has columns for the value and for the reason if it is missing; with operands, also
/// for those.
/// </summary>
internal sealed partial record RatioTable : ILongTable
{
    /// <summary>The ratios of the long shape, which needs their operands also without <c>fields=operands</c>.</summary>
    private IReadOnlyList<RatioLine> _lines = [];

    string ICsvTable.FileName => $"{Company.Id}-ratios-{Freq}";

    IEnumerable<LongRow> ILongTable.LongRows => GetLongRows(Company, Currency, Periods, _lines);

    /// <summary>Gets a row per ratio and period of a company.</summary>
    public static IEnumerable<LongRow> GetLongRows(
        CompanyReference company, string currency, IReadOnlyList<PeriodResponse> periods, IEnumerable<RatioLine> lines) =>
        lines.SelectMany(line => periods.Zip(line.Values, (period, value) => LongRow.From(company, period) with
        {
            Metric = line.Ratio.Id,
            Label = line.Ratio.Label,
            Value = value.Value,
            Unit = LongRow.GetUnit(UnitKind.Ratio, currency),
            Reason = value.Reason,
            ReasonCode = value.ReasonCode?.ToName(),
            Source = CreateSource(line, period, value),
        }));

    /// <summary>The source of a derived value: its formula, and the filing of its newest operand.</summary>
    private static SourceResponse? CreateSource(RatioLine line, PeriodResponse period, RatioValue value) =>
        value.Value is { } known && value.Operands.MaxBy(operand => operand.Source.Filed)?.Source is { } newest
            ? SourceResponse.From(newest)! with
            {
                Concept = line.Ratio.Id, Derivation = line.Formula, Start = period.Start, End = period.End, Value = known,
            }
            : null;

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
