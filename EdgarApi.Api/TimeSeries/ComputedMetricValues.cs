using EdgarApi.Caching.Facts;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.TimeSeries;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Metrics;

namespace EdgarApi.Api.TimeSeries;

/// <summary>Computes values of several companies that are not stored: as of a date, as first filed, or without split adjustment.</summary>
internal static class ComputedMetricValues
{
    public static async Task<IReadOnlyList<CompanyMetricValue>> GetAsync(
        IReadOnlyList<CompanyEntry> companies, SeveralTimeSeriesQuery query, ICompanyFactsReader reader,
        CancellationToken cancellationToken)
    {
        var values = new List<CompanyMetricValue>();
        // Sequential: decoding a company takes one or two milliseconds, and a request should use only one core.
        foreach (var company in companies)
            if (await reader.GetAsync(company, cancellationToken) is { } facts) values.AddRange(Compute(company, facts, query));
        return values;
    }

    private static IEnumerable<CompanyMetricValue> Compute(CompanyEntry company, CompanyFacts facts, SeveralTimeSeriesQuery query)
    {
        var built = TimeSeriesBuilder.Build(facts, query.Metrics, query.Frequency, query.PeriodsToRead, query.Options);
        return
            from series in built.Series
            from point in series.Points
            select new CompanyMetricValue(
                company.Cik, series.Metric.Id, point.Period, built.Currency, series.Unit, point.Value.Value, point.Value.Reason,
                point.Value.ReasonCode, point.Value.Source);
    }
}
