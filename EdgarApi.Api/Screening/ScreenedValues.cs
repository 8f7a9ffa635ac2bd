using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Screening;

namespace EdgarApi.Api.Screening;

/// <summary>Reads the companies of responses from the table.</summary>
internal static class ScreenedValues
{
    /// <summary>Creates a company with its values.</summary>
    /// <param name="company">The company.</param>
    /// <param name="period">The period.</param>
    /// <param name="index">Index of the company in the period.</param>
    /// <param name="shown">What to show.</param>
    public static ScreenCompanyResponse CreateCompany(
        CompanyEntry company, ScreeningPeriod period, int index, IReadOnlyList<(string Id, ScreeningColumn Column)> shown)
    {
        var row = period.Companies[index];
        var flow = row.GetPeriod(isInstant: false).Fiscal;
        return new(
            company.Cik.ToString(), company.Ticker, company.Name, company.Exchange, company.Sic, row.Currency, flow.Key, flow.Start,
            flow.End, row.GetPeriod(isInstant: true).Fiscal.End, Get(index, shown));
    }

    /// <summary>Gets a company's values by id, in the order of the columns.</summary>
    public static IReadOnlyDictionary<string, decimal?> Get(int index, IReadOnlyList<(string Id, ScreeningColumn Column)> shown)
    {
        var values = new OrderedDictionary<string, decimal?>(shown.Count);
        foreach (var (id, column) in shown) values.Add(id, column.TryGet(index, out var value) ? value : null);
        return values;
    }
}
