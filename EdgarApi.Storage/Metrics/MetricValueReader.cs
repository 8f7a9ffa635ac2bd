using Dapper;
using EdgarApi.Financials.Companies;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Routing;
using EdgarApi.Storage.Screening;

namespace EdgarApi.Storage.Metrics;

/// <inheritdoc cref="IMetricValueReader"/>
internal sealed class MetricValueReader(IReadRouter router) : IMetricValueReader
{
    // The primary key yields the latest periods of each pair directly, regardless of the length of its history.
    private const string Sql = """
        select c.cik, m.metric, v.*
        from unnest(@Ciks) with ordinality as c (cik, place)
        cross join unnest(@Metrics) with ordinality as m (metric, place)
        cross join lateral (
            select period_kind as kind, fiscal_year, quarter, period_start as start, period_end as end, currency, unit, value,
                reason, reason_code, source::text
            from metric_values
            where cik = c.cik and metric = m.metric and freq = @Frequency
            order by period_end desc limit @Periods) v
        order by c.place, m.place, v.end
        """;

    private const string SqlForPeriods = """
        select v.cik, v.metric, v.period_kind as kind, v.fiscal_year, v.quarter, v.period_start as start, v.period_end as end, v.currency,
            v.unit, v.value, v.reason, v.reason_code, v.source::text
        from unnest(@Ciks, @Frequencies, @Ends, @Keys) as wanted (cik, freq, period_end, period_key)
        join metric_values v on v.cik = wanted.cik and v.metric = @Metric and v.freq = wanted.freq
            and v.period_end = wanted.period_end and v.period_key = wanted.period_key
        where v.value is not null
        """;

    public async Task<IReadOnlyList<CompanyMetricValue>> GetAsync(
        string metric, IReadOnlyList<(CompanyEntry Company, ScreenedPeriod Period)> periods, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            Ciks = periods.Select(item => item.Company.Cik.Value).ToArray(), Metric = metric,
            Frequencies = periods.Select(item => item.Period.Frequency.ToName()).ToArray(),
            Ends = periods.Select(item => item.Period.Fiscal.End).ToArray(),
            Keys = periods.Select(item => item.Period.Fiscal.Key).ToArray(),
        };
        var rows = await router.ReadAsync(
            ReadRole.Analytics, Freshness.AtLeast([.. periods.Select(item => item.Company)]),
            (connection, token) => connection.QueryAsync<Row>(new CommandDefinition(SqlForPeriods, parameters, cancellationToken: token)),
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToValue())];
    }

    public async Task<IReadOnlyList<CompanyMetricValue>> GetAsync(
        IReadOnlyList<CompanyEntry> companies, IReadOnlyList<string> metrics, Frequency frequency, int periods,
        CancellationToken cancellationToken)
    {
        var parameters = new
        {
            Ciks = companies.Select(company => company.Cik.Value).ToArray(), Metrics = metrics.ToArray(), Frequency = frequency.ToName(),
            Periods = periods,
        };
        var rows = await router.ReadAsync(
            ReadRole.Analytics, Freshness.AtLeast(companies),
            (connection, token) => connection.QueryAsync<Row>(new CommandDefinition(Sql, parameters, cancellationToken: token)),
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToValue())];
    }

    private sealed record Row
    {
        public long Cik { get; init; }

        public string Metric { get; init; } = "";

        public short Kind { get; init; }

        public int FiscalYear { get; init; }

        public short Quarter { get; init; }

        public DateOnly Start { get; init; }

        public DateOnly End { get; init; }

        public string Currency { get; init; } = "";

        public string Unit { get; init; } = "";

        public decimal? Value { get; init; }

        public string? Reason { get; init; }

        public string? ReasonCode { get; init; }

        public string? Source { get; init; }

        public CompanyMetricValue ToValue() => new(
            new Cik(Cik), Metric, new FiscalPeriod((FiscalPeriodKind)Kind, FiscalYear, Quarter, Start, End), Currency, Unit, Value, Reason,
            ReasonCodes.FromName(ReasonCode), Source is null ? null : StoredSource.Read(Source));
    }
}
