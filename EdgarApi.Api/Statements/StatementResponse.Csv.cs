using System.Text.Json.Serialization;
using EdgarApi.Api.Csv;

namespace EdgarApi.Api.Statements;

/// <summary>As a table: one row a line, one column a period; with sources, the accession number, concept and derivation of each value beside it.</summary>
internal sealed partial record StatementResponse : ICsvTable
{
    private bool HasSources => Lines.Any(line => line.Sources is not null);

    [JsonIgnore]
    public IEnumerable<string> CsvColumns => ["id", "label", "unit", .. Periods.SelectMany(period => ColumnsOf(period.Key))];

    [JsonIgnore]
    public IEnumerable<IEnumerable<CsvCell>> CsvRows =>
        Lines.Select(line => ((CsvCell[])[line.Id, line.Label, line.Unit]).Concat(Enumerable.Range(0, Periods.Count).SelectMany(index => CellsOf(line, index))));

    private IEnumerable<string> ColumnsOf(string key) => HasSources ? [key, $"{key} accession", $"{key} concept", $"{key} derivation"] : [key];

    private static IEnumerable<CsvCell> CellsOf(StatementLineResponse line, int index) => line.Sources is { } sources
        ? [line.Values[index], sources[index]?.Accession, sources[index]?.Concept, sources[index]?.Derivation]
        : [line.Values[index]];
}
