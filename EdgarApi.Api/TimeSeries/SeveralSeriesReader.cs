using EdgarApi.Api.Contract;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Responses;
using EdgarApi.Caching.Facts;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.Statements.Rules;
using EdgarApi.Financials.TimeSeries;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Metrics;

namespace EdgarApi.Api.TimeSeries;

/// <summary>
/// Reads a page of time series of several companies: the newest periods as the ingest stored them; other windows, dates and vintages
/// computed from facts.
/// </summary>
internal sealed class SeveralSeriesReader(IMetricValueReader stored, ICompanyFactsReader facts)
{
    public async ValueTask<Computed<SeveralTimeSeriesTable>> GetAsync(
        IReadOnlyList<CompanyEntry> companies, SeveralTimeSeriesQuery query, CancellationToken cancellationToken)
    {
        var (series, window) = (query.Series, query.Series.Window);
        if (window.FindProblem(series.GetScope(companies), window.Calendar ? 1 : companies.Count) is { } problem) return problem;

        CalendarAlignment? alignment = null;
        IReadOnlyList<CompanyPage> pages;
        if (window.Calendar)
        {
            alignment = await CalendarAlignment.ReadAsync(companies, series, facts, cancellationToken);
            pages = alignment.Pages;
        }
        else
        {
            // Values that another version of the rules computed are not read; the next ingest replaces them.
            var areCurrent = companies.All(company => !company.IsLoaded || company.RulesVersion == RulesVersion.Current);
            pages = query.UsesStoredValues && areCurrent
                ? await ReadStoredAsync(companies, query, cancellationToken)
                : await ComputeAsync(companies, series, cancellationToken);
        }

        pages = await ExplainAsync(pages, series, cancellationToken);
        return pages.Any(page => page.HasValues) || window.Cursor is not null
            ? SeveralTimeSeriesTable.From(query, pages, alignment)
            : CreateProblem(pages, series);
    }

    private static ApiProblem CreateProblem(IReadOnlyList<CompanyPage> pages, TimeSeriesQuery query)
    {
        var reasons = pages.Select(page => CompanyGaps.GetText(page.Gap ?? CompanyGap.OutsideWindow, page.Company, query));
        return ApiProblem.NoData(
            $"None of the companies has such values{query.Window.Describe()}: {string.Join("; ", reasons)}.",
            new Dictionary<string, string[]>
            {
                ["loaded"] = [.. pages.Where(page => page.Company.IsLoaded).Select(page => CompanyReference.GetId(page.Company))],
            });
    }

    private async Task<IReadOnlyList<CompanyPage>> ReadStoredAsync(
        IReadOnlyList<CompanyEntry> companies, SeveralTimeSeriesQuery query, CancellationToken cancellationToken)
    {
        var values = await stored.GetAsync(
            companies, [.. query.Series.Metrics.Select(metric => metric.Id)], query.Series.Frequency, query.PeriodsToRead,
            cancellationToken);
        var byCompany = values.ToLookup(value => value.Cik);
        return [.. companies.Select(company => FromStored(company, query.Series, [.. byCompany[company.Cik]]))];
    }

    private static CompanyPage FromStored(CompanyEntry company, TimeSeriesQuery query, IReadOnlyList<CompanyMetricValue> values)
    {
        var byMetric = values.ToLookup(value => value.Metric);
        var count = query.Window.Periods;
        MetricSeries[] series =
        [
            .. query.Metrics.Where(metric => byMetric.Contains(metric.Id))
                .Select(metric => CreateSeries(metric, [.. byMetric[metric.Id]], count)),
        ];
        return series.Length == 0
            ? CompanyPage.Empty(company)
            : new(company, values[0].Currency, series, byMetric.Any(metric => metric.Count() > count));
    }

    private static MetricSeries CreateSeries(Metric metric, IReadOnlyList<CompanyMetricValue> values, int count) => new(
        metric, values[0].Unit,
        [
            .. values.TakeLast(count).Select(value => new SeriesPoint(
                value.Period, new MetricValue(value.Value, value.Source, value.Reason, value.ReasonCode),
                Growth.Calculate(
                    values.FirstOrDefault(earlier => earlier.Period.IsYearsBefore(value.Period, years: 1))?.Value, value.Value))),
        ]);

    private async Task<IReadOnlyList<CompanyPage>> ComputeAsync(
        IReadOnlyList<CompanyEntry> companies, TimeSeriesQuery query, CancellationToken cancellationToken)
    {
        var pages = new List<CompanyPage>(companies.Count);
        // Sequential: decoding a company takes one or two milliseconds, and a request should use only one core.
        for (var i = 0; i < companies.Count; i++)
        {
            pages.Add(query.Window.Select(i) is { } selection && await facts.GetAsync(companies[i], cancellationToken) is { } company
                ? CompanyPage.From(
                    companies[i], TimeSeriesBuilder.Build(company, query.Metrics, query.Frequency, selection, query.Options))
                : CompanyPage.Empty(companies[i]));
        }
        return pages;
    }

    /// <summary>Finds out why companies have no series. That is rare, so their facts are read only now.</summary>
    private async Task<IReadOnlyList<CompanyPage>> ExplainAsync(
        IReadOnlyList<CompanyPage> pages, TimeSeriesQuery query, CancellationToken cancellationToken)
    {
        var explained = new List<CompanyPage>(pages.Count);
        foreach (var page in pages)
        {
            explained.Add(page.Series.Count > 0
                ? page
                : page with { Gap = CompanyGaps.Explain(await facts.GetAsync(page.Company, cancellationToken), query) });
        }
        return explained;
    }
}
