using EdgarApi.Api.Problems;
using EdgarApi.Api.Responses;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Metrics;
using EdgarApi.Storage.Screening;

namespace EdgarApi.Api.Screening;

/// <summary>A company's value in a frame.</summary>
internal sealed record FrameValue(CompanyEntry Company, FiscalPeriod Period, string Currency, decimal Value, Source? Source);

/// <summary>Reads frames: which companies they have from the table in memory, sources of a page from the database.</summary>
internal sealed class FrameReader(IScreeningTable table, ICompanyDirectory directory, IMetricValueReader stored)
{
    public async ValueTask<Computed<FrameTable>> GetAsync(FrameQuery query, CancellationToken cancellationToken)
    {
        var period = await table.GetAsync(query.Period.Key, cancellationToken);
        var column = period.GetColumn(query.Metric.Id);
        var found = new List<(CompanyEntry Company, ScreenedCompany Row, decimal Value)>();
        for (var i = 0; i < period.Companies.Count; i++)
        {
            var row = period.Companies[i];
            if ((query.Currency is null || row.Currency == query.Currency) && column.TryGet(i, out var value)
                && directory.Find(row.Cik) is { } company)
                found.Add((company, row, value));
        }

        if (found.Count == 0) return CreateProblem(query);
        var rest = found.Where(item => !(item.Row.Cik.Value <= query.After)).ToList();
        var page = rest.Take(query.Limit).ToList();
        var sources = await ReadSourcesAsync(query, page, cancellationToken);
        return FrameTable.From(
            query,
            [
                .. page.Select(item => sources.GetValueOrDefault(item.Row.Cik)
                    ?? new(item.Company, item.Row.GetPeriod(query.Metric.IsInstant).Fiscal, item.Row.Currency, item.Value, null)),
            ],
            found.Count, hasNext: rest.Count > page.Count);
    }

    private async Task<Dictionary<Financials.Companies.Cik, FrameValue>> ReadSourcesAsync(
        FrameQuery query, List<(CompanyEntry Company, ScreenedCompany Row, decimal Value)> page, CancellationToken cancellationToken)
    {
        if (page.Count == 0) return [];
        var companies = page.ToDictionary(item => item.Row.Cik, item => item.Company);
        var values = await stored.GetAsync(
            query.Metric.Id, [.. page.Select(item => (item.Company, item.Row.GetPeriod(query.Metric.IsInstant)))], cancellationToken);
        return values.ToDictionary(
            value => value.Cik,
            value => new FrameValue(companies[value.Cik], value.Period, value.Currency, value.Value!.Value, value.Source));
    }

    private static ApiProblem CreateProblem(FrameQuery query)
    {
        var currency = query.Currency is null ? "" : $" in {query.Currency}";
        return RequestedPeriod.CreateProblem($"No company has {query.Metric.Id}{currency} for {query.Period.Key}.");
    }
}
