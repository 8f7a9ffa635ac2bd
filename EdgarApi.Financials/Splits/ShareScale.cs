using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Splits;

/// <summary>
/// Some filers tag weighted share counts as printed, in millions or thousands, without scaling them; a few scale them twice. The count of the same period in
/// another filing, or net income divided by EPS, tells the true one: where a filing's counts miss it by just that factor, they are taken times the factor.
/// </summary>
internal sealed class ShareScale
{
    private static readonly (string Shares, string Eps)[] Pairs =
    [
        ("us-gaap:WeightedAverageNumberOfDilutedSharesOutstanding", "us-gaap:EarningsPerShareDiluted"),
        ("us-gaap:WeightedAverageNumberOfSharesOutstandingBasic", "us-gaap:EarningsPerShareBasic"),
        ("ifrs-full:AdjustedWeightedAverageShares", "ifrs-full:DilutedEarningsLossPerShare"),
        ("ifrs-full:WeightedAverageShares", "ifrs-full:BasicEarningsLossPerShare"),
    ];

    private static readonly string[] Incomes =
    [
        "us-gaap:NetIncomeLoss", "us-gaap:NetIncomeLossAvailableToCommonStockholdersBasic", "us-gaap:ProfitLoss", "ifrs-full:ProfitLossAttributableToOwnersOfParent",
        "ifrs-full:ProfitLoss",
    ];
    private static readonly int[] Scales = [1_000, 1_000_000];

    /// <summary>More shares than this were not tagged in thousands: it would be ten billions of them.</summary>
    private const decimal SuspiciouslyFew = 10_000_000m;

    /// <summary>Nobody has as many shares.</summary>
    private const decimal SuspiciouslyMany = 200_000_000_000m;

    /// <summary>Counts of one period differ from filing to filing by rounding at most.</summary>
    private const decimal Rounding = 0.001m;

    private readonly Dictionary<int, decimal> _byFiling = [];

    /// <summary>What share counts of a filing are multiplied by: 1, a thousand or a million, or the inverse.</summary>
    public decimal Of(int filing) => _byFiling.GetValueOrDefault(filing, 1);

    public static ShareScale Find(FactView view, SeriesIndex index, string currency)
    {
        var scale = new ShareScale();
        var incomes = Incomes.Select(concept => index.Find(concept, currency)).Where(series => series >= 0).ToArray();
        foreach (var (shares, eps) in Pairs)
        {
            int counts = index.Find(shares, "shares"), perShare = index.Find(eps, currency + "/shares");
            if (counts >= 0) scale.CompareVintages(view, counts);
            if (counts >= 0 && perShare >= 0) scale.Compare(view.Facts, counts, incomes, perShare);
        }
        return scale;
    }

    private void CompareVintages(FactView view, int counts)
    {
        var columns = view.Facts.Columns;
        for (var row = view.Facts.Series[counts].First; row < view.Facts.Series[counts].End; row++)
        {
            var filing = columns.Filing[row];
            if (columns.Value[row] is <= 0 or >= SuspiciouslyFew and < SuspiciouslyMany || view.Roles[filing] == FilingRole.None || _byFiling.ContainsKey(filing)) continue;
            foreach (var other in view.Vintages(counts, columns.Start[row], columns.End[row]))
                foreach (var scale in Scales)
                {
                    var candidate = columns.Value[row] < SuspiciouslyFew ? scale : 1m / scale;
                    if (Math.Abs(columns.Value[other] / columns.Value[row] / candidate - 1) <= Rounding) _byFiling.TryAdd(filing, candidate);
                }
        }
    }

    private void Compare(CompanyFacts facts, int counts, int[] incomes, int perShare)
    {
        var columns = facts.Columns;
        for (var row = facts.Series[counts].First; row < facts.Series[counts].End; row++)
        {
            var filing = columns.Filing[row];
            if (columns.Value[row] is <= 0 or >= SuspiciouslyFew || _byFiling.ContainsKey(filing)) continue;
            if (SameFact(facts, incomes, row) is not { } result || SameFact(facts, [perShare], row) is not { } eps || eps == 0) continue;
            var factor = result / eps / columns.Value[row];
            foreach (var candidate in Scales)
                if (factor > candidate * 0.8m && factor < candidate * 1.25m) _byFiling.Add(filing, candidate);
        }
    }

    /// <summary>The value that the same filing gives the first of other concepts for the same period.</summary>
    private static decimal? SameFact(CompanyFacts facts, int[] concepts, int row)
    {
        var columns = facts.Columns;
        foreach (var series in concepts.Select(i => facts.Series[i]))
            for (var other = series.First; other < series.End; other++)
                if (columns.Filing[other] == columns.Filing[row] && columns.End[other] == columns.End[row] && columns.Start[other] == columns.Start[row]) return columns.Value[other];
        return null;
    }
}
