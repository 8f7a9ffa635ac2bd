using EdgarApi.Api.Responses;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Screening;

namespace EdgarApi.Api.Screening;

/// <summary>What a screen found.</summary>
/// <param name="Rows">Matching companies in order, as indices in the period, on the page.</param>
/// <param name="Total">Number of matching companies.</param>
/// <param name="Excluded">Numbers of companies in other currencies.</param>
/// <param name="Missing">Number of companies that do not match and have no value for a condition.</param>
internal sealed record ScreenResult(
    IReadOnlyList<(CompanyEntry Company, int Index)> Rows, int Total, IReadOnlyDictionary<string, int> Excluded, int Missing);

/// <summary>Evaluates screens over the table in memory, exactly.</summary>
internal sealed class ScreenReader(IScreeningTable table, ICompanyDirectory directory)
{
    public async ValueTask<Computed<ScreenTable>> GetAsync(ScreenQuery query, CancellationToken cancellationToken)
    {
        var period = await table.GetAsync(query.Period.Key, cancellationToken);
        return ScreenTable.From(query, period, Evaluate(query, period));
    }

    private ScreenResult Evaluate(ScreenQuery query, ScreeningPeriod period)
    {
        var clauses = new (ScreenCondition Condition, ScreeningColumn Column)[query.Clauses.Count][];
        for (var i = 0; i < clauses.Length; i++)
            clauses[i] = [.. query.Clauses[i].Alternatives.Select(condition => (condition, period.GetColumn(condition.Measure.Id)))];
        var filter = query.Filter == CompanyFilter.None ? null : query.Filter;
        var (matching, missing, excluded) = (
            new List<int>(), 0, new SortedDictionary<string, int>(StringComparer.Ordinal));
        for (var i = 0; i < period.Companies.Count; i++)
        {
            var company = period.Companies[i];
            if (filter is not null && !(directory.Find(company.Cik) is { } entry && filter.Matches(entry))) continue;
            if (query.Currency is not null && company.Currency != query.Currency)
                excluded[company.Currency] = excluded.GetValueOrDefault(company.Currency) + 1;
            else if (AreMet(clauses, i))
                matching.Add(i);
            else if (IsAnyMissing(clauses, i))
                missing++;
        }

        var page = GetPage(matching, period.GetColumn(query.Sort.Measure.Id), query);
        return new ScreenResult(
            [.. page.Select(index => (directory.Find(period.Companies[index].Cik)!, index))], matching.Count, excluded, missing);
    }

    // Loops without lambdas: these run for every company.
    private static bool AreMet((ScreenCondition Condition, ScreeningColumn Column)[][] clauses, int index)
    {
        foreach (var clause in clauses)
            if (!IsMet(clause, index)) return false;
        return true;
    }

    private static bool IsMet((ScreenCondition Condition, ScreeningColumn Column)[] clause, int index)
    {
        foreach (var (condition, column) in clause)
            if (column.TryGet(index, out var value) && condition.IsMetBy(value)) return true;
        return false;
    }

    private static bool IsAnyMissing((ScreenCondition Condition, ScreeningColumn Column)[][] clauses, int index)
    {
        foreach (var clause in clauses)
            foreach (var (_, column) in clause)
                if (!column.TryGet(index, out _)) return true;
        return false;
    }

    /// <summary>
    /// Gets the indices of a page: companies in order, equal ones by CIK, as the indices are; then those without a value. Only the page is
    /// sorted: skipping and taking directly from an ordered sequence selects its part.
    /// </summary>
    private static List<int> GetPage(List<int> matching, ScreeningColumn column, ScreenQuery query)
    {
        var withValue = matching.FindAll(index => column.TryGet(index, out _));
        var ordered = query.Sort.IsDescending ? withValue.OrderByDescending(Get) : withValue.OrderBy(Get);
        List<int> page = [.. ordered.Skip(query.Offset).Take(query.Limit)];
        if (page.Count == query.Limit || withValue.Count == matching.Count) return page;
        var rest = matching.Where(index => !column.TryGet(index, out _)).Skip(Math.Max(0, query.Offset - withValue.Count));
        return [.. page, .. rest.Take(query.Limit - page.Count)];

        decimal Get(int index) => column.TryGet(index, out var value) ? value : 0;
    }
}
