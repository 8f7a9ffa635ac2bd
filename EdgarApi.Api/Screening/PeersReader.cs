using EdgarApi.Api.Problems;
using EdgarApi.Api.Responses;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Screening;

namespace EdgarApi.Api.Screening;

/// <summary>Finds companies of the same industry and currency, nearest by revenue.</summary>
internal sealed class PeersReader(IScreeningTable table, ICompanyDirectory directory)
{
    public async ValueTask<Computed<PeersTable>> GetAsync(
        CompanyEntry company, PeersQuery query, CancellationToken cancellationToken)
    {
        if (!company.IsLoaded) return ApiProblem.NotLoaded(company);
        if (company.Sic is not { Length: > 0 } sic) return RequestedPeriod.CreateProblem($"The industry of {company.Name} is not known.");
        var period = await table.GetAsync(query.Period.Key, cancellationToken);
        var revenue = period.GetColumn(PeersQuery.Revenue);
        if (period.Find(company.Cik) is not (>= 0 and var own) || !revenue.TryGet(own, out var ownRevenue) || ownRevenue <= 0)
            return RequestedPeriod.CreateProblem($"{company.Name} has no revenue for {query.Period.Key}.");

        var currency = period.Companies[own].Currency;
        var excluded = 0;
        var peers = new List<(CompanyEntry Company, int Index, decimal Distance)>();
        for (var i = 0; i < period.Companies.Count; i++)
        {
            if (i == own || directory.Find(period.Companies[i].Cik) is not { } peer || peer.Sic != sic
                || !revenue.TryGet(i, out var other))
                continue;
            if (period.Companies[i].Currency != currency) excluded++;
            else peers.Add((peer, i, GetDistance(ownRevenue, other)));
        }

        var nearest = peers.OrderBy(peer => peer.Distance).Take(query.Limit).Select(peer => (peer.Company, peer.Index));
        return PeersTable.From(company, query, period, own, [.. nearest], peers.Count, excluded);
    }

    /// <summary>How many times larger the larger revenue is: half is as near as double. No revenue is the farthest.</summary>
    private static decimal GetDistance(decimal own, decimal other) =>
        other <= 0 ? decimal.MaxValue : Math.Max(own, other) / Math.Min(own, other);
}
