using System.Text.Json.Serialization;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Csv;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Api.Statements;

/// <summary>
/// The statement as a table: one row per line, one column per period. With sources, each value also has its accession number, concept and
/// derivation; with calendar=true, the columns also name the calendar period. The reported view ends with the unclassified lines and has a
/// column for the section.
/// </summary>
internal sealed partial record FinancialStatementTable : ILongTable
{
    /// <summary>The lines of the long shape, which has sources also without <c>fields=sources</c>.</summary>
    private IReadOnlyList<StatementLine> _lines = [];

    string ICsvTable.FileName => $"{Company.Id}-{Statement}-{Freq}";

    IEnumerable<LongRow> ILongTable.LongRows => GetLongRows(Company, Periods, _lines);

    /// <summary>Gets a row per value of a company's statement.</summary>
    public static IEnumerable<LongRow> GetLongRows(
        CompanyReference company, IReadOnlyList<PeriodResponse> periods, IEnumerable<StatementLine> lines) =>
        lines.SelectMany(line => periods.Zip(line.Values, (period, value) => LongRow.From(company, period) with
        {
            Metric = line.Id,
            Label = line.Label,
            Value = value.Value,
            Unit = line.Unit,
            Reason = value.Reason,
            ReasonCode = value.ReasonCode?.ToName(),
            Source = SourceResponse.From(value.Source),
        }));

    private bool HasSources => Lines.Concat(Unclassified ?? []).Any(line => line.Sources is not null);

    [JsonIgnore]
    public IEnumerable<string> CsvColumns =>
    [
        "id", "label", "unit", .. Unclassified is null ? [] : (string[])["section"],
        .. Periods.SelectMany(period => GetColumns(period.Column)),
    ];

    [JsonIgnore]
    public IEnumerable<IEnumerable<CsvCell>> CsvRows =>
        Lines.Select(line => GetRow(line, Statement)).Concat((Unclassified ?? []).Select(line => GetRow(line, "unclassified")));

    private IEnumerable<CsvCell> GetRow(StatementLineResponse line, string section) =>
    [
        line.Id, line.Label, line.Unit, .. Unclassified is null ? [] : (CsvCell[])[section],
        .. Enumerable.Range(0, Periods.Count).SelectMany(index => GetCells(line, index)),
    ];

    private IEnumerable<string> GetColumns(string key) =>
        HasSources ? [key, $"{key} accession", $"{key} concept", $"{key} derivation"] : [key];

    private static IEnumerable<CsvCell> GetCells(StatementLineResponse line, int index) => line.Sources is { } sources
        ? [line.Values[index], sources[index]?.Accession, sources[index]?.Concept, sources[index]?.Derivation]
        : [line.Values[index]];
}
