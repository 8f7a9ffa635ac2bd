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
        (ScreenCondition Condition, ScreeningColumn Column)[][] clauses =
        [
            .. query.Clauses.Select(clause =>
                clause.Alternatives.Select(condition => (condition, period.GetColumn(condition.Measure.Id))).ToArray()),
        ];
        var (matching, missing, excluded) = (
            new List<int>(), 0, new SortedDictionary<string, int>(StringComparer.Ordinal));
        for (var i = 0; i < period.Companies.Count; i++)
        {
            var company = period.Companies[i];
            if (!IsIncluded(query.Filter, company)) continue;
            if (query.Currency is not null && company.Currency != query.Currency)
                excluded[company.Currency] = excluded.GetValueOrDefault(company.Currency) + 1;
            else if (clauses.All(clause => IsMet(clause, i)))
                matching.Add(i);
            else if (clauses.Any(clause => clause.Any(item => !item.Column.TryGet(i, out _))))
                missing++;
        }

        var page = Sort(matching, period.GetColumn(query.Sort.Measure.Id), query.Sort.IsDescending).Skip(query.Offset).Take(query.Limit);
        return new ScreenResult(
            [.. page.Select(index => (directory.Find(period.Companies[index].Cik)!, index))], matching.Count, excluded, missing);
    }

    /// <summary>Whether the directory has the company and the filter matches it.</summary>
    private bool IsIncluded(CompanyFilter filter, ScreenedCompany company) =>
        directory.Find(company.Cik) is { } entry && filter.Matches(entry);

    private static bool IsMet((ScreenCondition Condition, ScreeningColumn Column)[] clause, int index)
    {
        foreach (var (condition, column) in clause)
            if (column.TryGet(index, out var value) && condition.IsMetBy(value)) return true;
        return false;
    }

    /// <summary>Sorts companies. Indices are in the order of CIKs, and the sort is stable.</summary>
    private static IEnumerable<int> Sort(List<int> matching, ScreeningColumn column, bool isDescending)
    {
        var withValue = matching.Where(index => column.TryGet(index, out _));
        var sorted = isDescending ? withValue.OrderByDescending(Get) : withValue.OrderBy(Get);
        return sorted.Concat(matching.Where(index => !column.TryGet(index, out _)));

        decimal Get(int index) => column.TryGet(index, out var value) ? value : 0;
    }
}
