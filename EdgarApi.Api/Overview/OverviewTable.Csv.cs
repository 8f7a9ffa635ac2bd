using EdgarApi.Api.Contract;
using EdgarApi.Api.Csv;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Overview;
using EdgarApi.Financials.Ratios;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Api.Overview;

/// <summary>The numbers of the overview as a table in the long shape. Ratios have no period of their own.</summary>
internal sealed partial record OverviewTable : ICsvTable
{
    private CompanyOverview? _overview;

    string ICsvTable.FileName => $"{Reference.Id}-overview";

    IEnumerable<string> ICsvTable.CsvColumns => LongRow.Columns;

    IEnumerable<IEnumerable<CsvCell>> ICsvTable.CsvRows =>
        GetRows(Annual, _overview?.Annual).Concat(GetRows(Ttm, _overview?.Ttm)).Concat(GetRows(LatestBalance, _overview?.LatestBalance))
            .Concat(GetRatios()).Select(row => row.Cells);

    private CompanyReference Reference => new(Company.Cik, Company.Ticker, Company.Name);

    private IEnumerable<LongRow> GetRows(PeriodMetricsResponse? part, PeriodMetrics? metrics) => part is null || metrics is null
        ? []
        : metrics.Metrics.Select(metric => LongRow.From(Reference, part.Period) with
        {
            Metric = metric.Key,
            Label = GetMetric(metric.Key).Label,
            Value = metric.Value.Value,
            Unit = LongRow.GetUnit(GetMetric(metric.Key).Unit, Currency),
            Reason = metric.Value.Reason,
            ReasonCode = metric.Value.ReasonCode?.ToName(),
            Source = SourceResponse.From(metric.Value.Source),
        });

    private static Metric GetMetric(string id) => MetricCatalog.All.Single(metric => metric.Id == id);

    private IEnumerable<LongRow> GetRatios() => (Ratios ?? new Dictionary<string, decimal?>()).Select(ratio => new LongRow(Reference)
    {
        Metric = ratio.Key,
        Label = RatioCatalog.TryFind(ratio.Key, out var known) ? known.Label : null,
        Value = ratio.Value,
        Unit = LongRow.GetUnit(UnitKind.Ratio, Currency),
    });
}
