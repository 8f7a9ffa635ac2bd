using System.Text.Json.Serialization;
using EdgarApi.Api.Csv;

namespace EdgarApi.Api.Statements;

/// <summary>
/// As a table: one row a line, one column a period; with sources, the accession number, concept and derivation of each value beside it. The reported
/// view has the unclassified lines last, and a column that says so.
/// </summary>
internal sealed partial record StatementResponse : ICsvTable
{
    private bool HasSources => Lines.Concat(Unclassified ?? []).Any(line => line.Sources is not null);

    [JsonIgnore]
    public IEnumerable<string> CsvColumns =>
        ["id", "label", "unit", .. Unclassified is null ? [] : (string[])["section"], .. Periods.SelectMany(period => GetColumns(period.Key))];

    [JsonIgnore]
    public IEnumerable<IEnumerable<CsvCell>> CsvRows =>
        Lines.Select(line => GetRow(line, Statement)).Concat((Unclassified ?? []).Select(line => GetRow(line, "unclassified")));

    private IEnumerable<CsvCell> GetRow(StatementLineResponse line, string section) =>
        [line.Id, line.Label, line.Unit, .. Unclassified is null ? [] : (CsvCell[])[section], .. Enumerable.Range(0, Periods.Count).SelectMany(index => GetCells(line, index))];

    private IEnumerable<string> GetColumns(string key) => HasSources ? [key, $"{key} accession", $"{key} concept", $"{key} derivation"] : [key];

    private static IEnumerable<CsvCell> GetCells(StatementLineResponse line, int index) => line.Sources is { } sources
        ? [line.Values[index], sources[index]?.Accession, sources[index]?.Concept, sources[index]?.Derivation]
        : [line.Values[index]];
}
