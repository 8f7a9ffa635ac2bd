using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Metrics;
using EdgarApi.Storage.Postgres;

namespace EdgarApi.Tests.Storage.Metrics;

/// <summary>All metric values of a database.</summary>
internal static class StoredValues
{
    public static async Task<IReadOnlyList<CompanyMetricValue>> ReadAsync(EdgarDatabase database)
    {
        var rows = await database.Primary.QueryAsync<(long Cik, string Metric, byte[] Packed)>(
            "select cik, metric, packed from metric_series order by cik, metric, freq", null, TestContext.Current.CancellationToken);
        return [.. rows.SelectMany(row => PackedSeries.Unpack(new Cik(row.Cik), row.Metric, row.Packed))];
    }
}
