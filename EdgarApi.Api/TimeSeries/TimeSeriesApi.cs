using EdgarApi.Api.ConditionalRequests;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Api.Windows;
using EdgarApi.Caching;
using EdgarApi.Caching.Facts;
using EdgarApi.Contracts;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.TimeSeries;

internal static class TimeSeriesApi
{
    public static IHostApplicationBuilder AddTimeSeries(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SeveralSeriesReader>();
        return builder;
    }

    public static IEndpointRouteBuilder MapTimeSeries(this IEndpointRouteBuilder api)
    {
        TableEndpoints.Map("/companies/{id}" + ApiRoutes.CompanyTimeSeries, path => api.MapMethods(path, HttpVerbs.Read, GetTimeSeries))
            .WithName("getTimeSeries")
            .WithSummary("Metrics of one company over time")
            .WithDescription(
                "Oldest point first, each with its filing. `growth=true` adds the change against the same period of the previous year. " +
                "`next` leads to older periods.")
            .WithTags("Time series")
            .WithMetadata(CacheKind.TimeSeries);
        TableEndpoints.Map("/timeseries", path => api.MapMethods(path, HttpVerbs.Read, CompareTimeSeries))
            .WithName("compareTimeSeries")
            .WithSummary("Metrics of several companies over time")
            .WithDescription(
                "Up to 50 companies per request. A company without series has a reason; `notes` says what else does not compare, such as " +
                "different currencies. With `calendar=true`, periods of different fiscal years line up by calendar period.")
            .WithTags("Time series")
            .WithMetadata(CacheKind.TimeSeries);
        return api;
    }

    private static Answer<TimeSeriesTable> GetTimeSeries(
        RequestedCompany company, Query<TimeSeriesQuery> query, ICompanyFactsReader reader) => new(
        DataIdentity.From(company), query.Value.Canonical, query.Format, async cancellation =>
            await reader.GetAsync(company.Entry, cancellation) is { } facts
                ? Build(company.Entry, facts, query.Value)
                : ApiProblem.NotLoaded(company.Entry));

    private static Computed<TimeSeriesTable> Build(CompanyEntry company, CompanyFacts facts, TimeSeriesQuery query)
    {
        if (query.Window.FindProblem(query.GetScope(company)) is { } problem) return problem;
        var built = TimeSeriesBuilder.Build(
            facts, query.Metrics, query.Frequency, query.Window.Select() ?? default, query.Options);
        return built.Series.Any(HasValues)
            ? TimeSeriesTable.From(company, query, built)
            : ApiProblem.NoData(
                $"{company.Name} has no {Names.Frequencies.GetName(query.Frequency)} values for "
                    + $"{string.Join(", ", query.Metrics.Select(metric => metric.Id))}{query.Window.Describe()}.",
                new Dictionary<string, string[]> { ["freq"] = [.. GetFrequencies(facts, query)] });
    }

    /// <summary>Gets the frequencies for which the company has at least one of the metrics.</summary>
    private static IEnumerable<string> GetFrequencies(CompanyFacts facts, TimeSeriesQuery query) => Names.Frequencies.All
        .Where(frequency =>
            TimeSeriesBuilder.Build(facts, query.Metrics, frequency.Value, periods: 1, new StatementOptions()).Series.Any(HasValues))
        .Select(frequency => frequency.Name);

    private static bool HasValues(MetricSeries series) => series.Points.Any(point => point.Value.Value is not null);

    public static Answer<SeveralTimeSeriesTable> CompareTimeSeries(
        RequestedCompanies companies, Query<SeveralQuery<TimeSeriesQuery>> query, SeveralSeriesReader reader) => new(
        DataIdentity.From(companies), query.Value.Canonical, query.Format,
        cancellation => reader.GetAsync(companies.Entries, query.Value, cancellation));
}
