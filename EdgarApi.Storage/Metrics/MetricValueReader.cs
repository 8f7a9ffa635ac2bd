using Dapper;
using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Statements;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Routing;
using EdgarApi.Storage.Screening;

namespace EdgarApi.Storage.Metrics;

/// <inheritdoc cref="IMetricValueReader"/>
internal sealed class MetricValueReader(IReadRouter router) : IMetricValueReader
{
    private const string Sql = """
        select cik, metric, freq, packed from metric_series
        where cik = any(@Ciks) and metric = any(@Metrics) and freq = any(@Frequencies);
        """;

    public async Task<IReadOnlyList<CompanyMetricValue>> GetAsync(
        IReadOnlyList<CompanyEntry> companies, IReadOnlyList<string> metrics, Frequency frequency, int periods,
        CancellationToken cancellationToken)
    {
        var read = await router.ReadAsync(
            ReadRole.Analytics, companies, Sql, CreateParameters(companies, metrics, [frequency]),
            async results => Unpack(await results.ReadRowsAsync<Row>().ConfigureAwait(false)), cancellationToken).ConfigureAwait(false);
        var series = read.ToDictionary(row => (row.Cik, row.Metric));
        return
        [
            .. from company in companies
               from metric in metrics
               from value in series.GetValueOrDefault((company.Cik, metric))?.Values.TakeLast(periods) ?? []
               select value,
        ];
    }

    public async Task<IReadOnlyList<CompanyMetricValue>> GetAsync(
        string metric, IReadOnlyList<(CompanyEntry Company, ScreenedPeriod Period)> periods, CancellationToken cancellationToken)
    {
        Frequency[] frequencies = [.. periods.Select(item => item.Period.Frequency).Distinct()];
        List<CompanyEntry> companies = [.. periods.Select(item => item.Company)];
        var parameters = CreateParameters(companies, [metric], frequencies);
        // The values of each company are those of one version, and a newer one is as good.
        var read = await router.ReadAsync(
            ReadRole.Analytics, Freshness.AtLeast(companies),
            async (connection, token) => Unpack(await connection.ReadRowsAsync<Row>(
                new CommandDefinition(Sql, parameters, cancellationToken: token)).ConfigureAwait(false)),
            cancellationToken).ConfigureAwait(false);
        var series = read.ToDictionary(row => (row.Cik, row.Frequency));
        return
        [
            .. from item in periods
               from value in series.GetValueOrDefault((item.Company.Cik, item.Period.Frequency.ToName()))?.Values ?? []
               where value.Value is not null && value.Period == item.Period.Fiscal
               select value,
        ];
    }

    /// <summary>Unpacks on a node, so that the router tries the next one if a series is damaged.</summary>
    private static List<ReadSeries> Unpack(IReadOnlyList<Row> rows) => [.. rows.Select(row => row.Unpack())];

    private static object CreateParameters(
        IReadOnlyList<CompanyEntry> companies, IReadOnlyList<string> metrics, Frequency[] frequencies) => new
        {
            Ciks = companies.Select(company => company.Cik.Value).ToArray(), Metrics = metrics.ToArray(),
            Frequencies = frequencies.Select(frequency => frequency.ToName()).ToArray(),
        };

    private sealed record Row(long Cik, string Metric, string Freq, byte[] Packed)
    {
        public ReadSeries Unpack() => new(new Cik(Cik), Metric, Freq, PackedSeries.Unpack(new Cik(Cik), Metric, Packed));
    }

    private sealed record ReadSeries(Cik Cik, string Metric, string Frequency, IReadOnlyList<CompanyMetricValue> Values);
}
