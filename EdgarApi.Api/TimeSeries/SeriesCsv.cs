using EdgarApi.Api.Contract;
using EdgarApi.Api.Csv;

namespace EdgarApi.Api.TimeSeries;

/// <summary>Series in a long table: one row per point. The columns do not depend on the request.</summary>
internal static class SeriesCsv
{
    public static readonly IReadOnlyList<string> Columns =
    [
        "cik", "ticker", "metric", "label", "unit", "key", "fiscalYear", "fiscalPeriod", "start", "end", "value", "growth", "reason",
        "concept", "accession", "form", "filed", "derivation", "reasonCode", "calendarPeriod",
    ];

    public static IEnumerable<IEnumerable<CsvCell>> Rows(CompanyReference company, IReadOnlyList<SeriesResponse> metrics) =>
        metrics.SelectMany(metric => metric.Points.Select(point => Row(company, metric, point)));

    /// <summary>The row of a company without series.</summary>
    public static IEnumerable<CsvCell> Row(CompanyReference company, string reason, string reasonCode) => Columns.Select(column =>
        column switch
        {
            "cik" => company.Cik,
            "ticker" => company.Ticker,
            "reason" => reason,
            "reasonCode" => reasonCode,
            _ => (CsvCell)(string?)null,
        });

    public static IEnumerable<LongRow> LongRows(CompanyReference company, IReadOnlyList<SeriesResponse> metrics) =>
        metrics.SelectMany(metric => metric.Points.Select(point => new LongRow(company)
        {
            Period = point.Key,
            Start = point.Start,
            End = point.End,
            CalendarPeriod = point.CalendarPeriod,
            Metric = metric.Id,
            Label = metric.Label,
            Value = point.Value,
            Unit = metric.Unit,
            Reason = point.Reason,
            ReasonCode = point.ReasonCode,
            Source = point.Source,
            Growth = GetFields(point).Growth ? point.Growth : null,
        }));

    private static CsvCell[] Row(CompanyReference company, SeriesResponse metric, PointResponse point)
    {
        var fields = GetFields(point);
        var source = fields.Source ? point.Source : null;
        return
        [
            company.Cik, company.Ticker, metric.Id, metric.Label, metric.Unit, point.Key, (int?)point.FiscalYear, point.FiscalPeriod,
            point.Start, (DateOnly?)point.End, fields.Value ? point.Value : null, fields.Growth ? point.Growth : null, point.Reason,
            source?.Concept, source?.Accession, source?.Form, source?.Filed, source?.Derivation, point.ReasonCode,
            point.CalendarPeriod,
        ];
    }

    private static PointFields GetFields(PointResponse point) => ((SelectedPoint)point).Fields;
}
