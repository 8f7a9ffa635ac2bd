using EdgarApi.Api.ConditionalRequests;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Caching;
using EdgarApi.Caching.Facts;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Metrics;

namespace EdgarApi.Api.TimeSeries;

internal static class TimeSeriesApi
{
    public static IEndpointRouteBuilder MapTimeSeries(this IEndpointRouteBuilder api)
    {
        api.MapRead("/companies/{id}/timeseries", GetTimeSeries)
            .WithName("getTimeSeries")
            .WithSummary("Metrics of one company over time")
            .WithDescription(
                "Oldest point first, each with its filing. `growth=true` adds the change against the same period of the previous year.")
            .WithTags("Time series")
            .WithMetadata(CacheKind.TimeSeries);
        api.MapRead("/timeseries", CompareTimeSeries)
            .WithName("compareTimeSeries")
            .WithSummary("Metrics of several companies over time")
            .WithDescription("Up to 50 companies per request.")
            .WithTags("Time series")
            .WithMetadata(CacheKind.TimeSeries);
        return api;
    }

    private static Answer<TimeSeriesResponse> GetTimeSeries(
        RequestedCompany company, Query<TimeSeriesQuery> query, ICompanyFactsReader reader) => new(
        DataIdentity.From(company), query.Value.Canonical, query.Format, async cancellation =>
            await reader.GetAsync(company.Entry, cancellation) is { } facts
                ? Build(company.Entry, facts, query.Value)
                : ApiProblem.NotLoaded(company.Entry));

    private static Computed<TimeSeriesResponse> Build(CompanyEntry company, CompanyFacts facts, TimeSeriesQuery query)
    {
        var built = TimeSeriesBuilder.Build(facts, query.Metrics, query.Frequency, query.Periods, query.Options);
        return built.Series.Any(HasValues)
            ? TimeSeriesResponse.From(company, query, built)
            : ApiProblem.NoData(
                $"{company.Name} has no {Names.Frequencies.GetName(query.Frequency)} values for "
                    + $"{string.Join(", ", query.Metrics.Select(metric => metric.Id))}.",
                new Dictionary<string, string[]> { ["freq"] = [.. GetFrequencies(facts, query)] });
    }

    /// <summary>Gets the frequencies for which the company has at least one of the metrics.</summary>
    private static IEnumerable<string> GetFrequencies(CompanyFacts facts, TimeSeriesQuery query) => Names.Frequencies.All
        .Where(frequency =>
            TimeSeriesBuilder.Build(facts, query.Metrics, frequency.Value, periods: 1, new StatementOptions()).Series.Any(HasValues))
        .Select(frequency => frequency.Name);

    private static bool HasValues(MetricSeries series) => series.Points.Any(point => point.Value.Value is not null);

    private static Answer<SeveralTimeSeriesResponse> CompareTimeSeries(
        RequestedCompanies companies, Query<SeveralTimeSeriesQuery> query, IMetricValueReader stored, ICompanyFactsReader facts) => new(
        DataIdentity.From(companies), query.Value.Canonical, query.Format, async cancellation =>
        {
            var values = query.Value.UsesStoredValues
                ? await stored.GetAsync(
                    companies.Entries, [.. query.Value.Metrics.Select(metric => metric.Id)],
                    query.Value.Frequency, query.Value.PeriodsToRead, cancellation)
                : await ComputedMetricValues.GetAsync(companies.Entries, query.Value, facts, cancellation);
            if (values.Any(value => value.Value is not null))
                return SeveralTimeSeriesResponse.From(companies.Entries, query.Value, values);
            string[] loaded = [.. companies.Entries.Where(company => company.IsLoaded).Select(CompanyReference.GetId)];
            return ApiProblem.NoData(
                "None of the companies has such values.", new Dictionary<string, string[]> { ["loaded"] = loaded });
        });
}
