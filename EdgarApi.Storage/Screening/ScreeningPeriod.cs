using System.Collections.Concurrent;
using EdgarApi.Financials.Companies;

namespace EdgarApi.Storage.Screening;

/// <summary>
/// The companies of one period, ordered by CIK. Immutable: a change creates another one, so that a request sees one state.
/// </summary>
public sealed class ScreeningPeriod
{
    private readonly ScreenedCompany[] _companies;

    /// <summary>Columns that some request used. The others stay packed.</summary>
    private readonly ConcurrentDictionary<string, Lazy<ScreeningColumn>> _columns = new(StringComparer.Ordinal);

    private ScreeningPeriod(ScreenedCompany[] companies) => _companies = companies;

    /// <summary>The companies.</summary>
    public IReadOnlyList<ScreenedCompany> Companies => _companies;

    /// <summary>Gets the values of a metric or ratio.</summary>
    /// <param name="name">Its id.</param>
    public ScreeningColumn GetColumn(string name) => _columns.GetOrAdd(
        name, static (id, companies) => new Lazy<ScreeningColumn>(() => ScreeningColumn.Read(id, companies)), _companies).Value;

    /// <summary>Finds a company's index; negative if it is not in the period.</summary>
    public int Find(Cik company)
    {
        var (low, high) = (0, _companies.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = _companies[middle].Cik.CompareTo(company);
            if (order == 0) return middle;
            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }

    internal static ScreeningPeriod From(IEnumerable<ScreenedCompany> companies) => new([.. companies.OrderBy(company => company.Cik)]);

    /// <summary>Replaces the rows of companies. A company without a new row leaves the period.</summary>
    internal ScreeningPeriod With(IReadOnlySet<Cik> changed, IEnumerable<ScreenedCompany> rows)
    {
        var all = _companies.Select((company, index) => (Company: company, Before: index)).Where(row => !changed.Contains(row.Company.Cik))
            .Concat(rows.Select(company => (Company: company, Before: -1)))
            .OrderBy(row => row.Company.Cik).ToList();
        var before = all.ConvertAll(row => row.Before);
        var next = new ScreeningPeriod([.. all.Select(row => row.Company)]);
        foreach (var (name, column) in _columns)
            next._columns[name] = new Lazy<ScreeningColumn>(column.Value.With(name, next._companies, before));
        return next;
    }
}
