using EdgarApi.Caching.Facts;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.TimeSeries;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Metrics;

namespace EdgarApi.Api.TimeSeries;

/// <summary>Values of several companies that are not stored: of a point in time, as first filed, or on the share basis of the filings.</summary>
internal static class ComputedMetricValues
{
    public static async Task<IReadOnlyList<CompanyMetricValue>> GetAsync(
        IReadOnlyList<CompanyEntry> companies, SeveralTimeSeriesQuery query, ICompanyFactsReader reader, CancellationToken cancellationToken)
    {
        var values = new List<CompanyMetricValue>();
        // One after another: a company is decoded in a millisecond or two, and the request has no claim on more than one core.
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
