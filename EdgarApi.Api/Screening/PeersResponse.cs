using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Csv;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Screening;

namespace EdgarApi.Api.Screening;

internal sealed record PeersResponse : ICsvTable
{
    public required CompanyReference Company { get; init; }

    [Description("Standard Industrial Classification (SIC) code that the peers share.")]
    public required string Sic { get; init; }

    [Description("The requested period.")]
    public required string Period { get; init; }

    [Description("Reporting currency of the company and its peers, ISO 4217.")]
    public required string Currency { get; init; }

    [Description(RulesVersions.Description)]
    public int RulesVersion { get; } = Financials.Statements.Rules.RulesVersion.Current;

    [Description("The company's own values by metric or ratio id; null if there is none.")]
    public required IReadOnlyDictionary<string, decimal?> Values { get; init; }

    [Description("Number of all companies of the industry that have revenue in this currency.")]
    public required int Total { get; init; }

    [Description("Number of companies of the industry that were left out because they report in another currency.")]
    public required int Excluded { get; init; }

    [Description("Nearest by revenue first: half the revenue is as near as double.")]
    public required IReadOnlyList<ScreenCompanyResponse> Peers { get; init; }

    string ICsvTable.FileName => $"{Company.Id}-peers-{Period}";

    [JsonIgnore]
    public IEnumerable<string> CsvColumns => ["cik", "ticker", "name", "exchange", "sic", "currency", "key", "start", "end", .. Values.Keys];

    [JsonIgnore]
    public IEnumerable<IEnumerable<CsvCell>> CsvRows => Peers.Select(peer => (IEnumerable<CsvCell>)
    [
        peer.Cik, peer.Ticker, peer.Name, peer.Exchange, peer.Sic, peer.Currency, peer.Key, (DateOnly?)peer.Start, (DateOnly?)peer.End,
        .. Values.Keys.Select(id => (CsvCell)peer.Values[id]),
    ]);

    public static PeersResponse From(
        CompanyEntry company, PeersQuery query, ScreeningPeriod period, int own, IReadOnlyList<(CompanyEntry Company, int Index)> peers,
        int total, int excluded)
    {
        List<(string Id, ScreeningColumn Column)> shown =
        [
            .. query.Fields.Select(measure => measure.Id).Prepend(PeersQuery.Revenue).Distinct().Select(id => (id, period.GetColumn(id))),
        ];
        return new()
        {
            Company = CompanyReference.From(company),
            Sic = company.Sic!,
            Period = query.Period.Key,
            Currency = period.Companies[own].Currency,
            Values = ScreenCompanyResponse.GetValues(own, shown),
            Total = total,
            Excluded = excluded,
            Peers = [.. peers.Select(peer => ScreenCompanyResponse.From(peer.Company, period, peer.Index, shown))],
        };
    }
}
