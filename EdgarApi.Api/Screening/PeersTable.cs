using System.Text.Json.Serialization;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Csv;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Screening;

namespace EdgarApi.Api.Screening;

/// <summary>Peers as a table.</summary>
internal sealed record PeersTable : PeersResponse, ICsvTable
{
    string ICsvTable.FileName => $"{Company.Id}-peers-{Period}";

    [JsonIgnore]
    public IEnumerable<string> CsvColumns =>
        ["cik", "ticker", "name", "exchange", "sic", "currency", "key", "start", "end", .. Values.Keys];

    [JsonIgnore]
    public IEnumerable<IEnumerable<CsvCell>> CsvRows => Peers.Select(peer => (IEnumerable<CsvCell>)
    [
        peer.Cik, peer.Ticker, peer.Name, peer.Exchange, peer.Sic, peer.Currency, peer.Key, (DateOnly?)peer.Start, (DateOnly?)peer.End,
        .. Values.Keys.Select(id => (CsvCell)peer.Values[id]),
    ]);

    public static PeersTable From(
        CompanyEntry company, PeersQuery query, ScreeningPeriod period, int own, IReadOnlyList<(CompanyEntry Company, int Index)> peers,
        int total, int excluded)
    {
        List<(string Id, ScreeningColumn Column)> shown =
        [
            .. query.Fields.Select(measure => measure.Id).Prepend(PeersQuery.Revenue).Distinct()
                .Select(id => (id, period.GetColumn(id))),
        ];
        return new()
        {
            Company = CompanyReference.From(company),
            Sic = company.Sic!,
            Period = query.Period.Key,
            Currency = period.Companies[own].Currency,
            RulesVersion = Financials.Statements.Rules.RulesVersion.Current,
            Values = ScreenedValues.Get(own, shown),
            Total = total,
            Excluded = excluded,
            Peers = [.. peers.Select(peer => ScreenedValues.CreateCompany(peer.Company, period, peer.Index, shown))],
        };
    }
}
