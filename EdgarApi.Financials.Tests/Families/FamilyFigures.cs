using System.Collections.Concurrent;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;

namespace EdgarApi.Financials.Tests.Families;

/// <summary>Single figures of the filers of other kinds, by metric and period key.</summary>
internal static class FamilyFigures
{
    public const int
        AnadarkoPetroleum = 773910, BankOfNewYorkMellon = 1390777, BostonProperties = 1037540, CapitalOne = 927628,
        CenterPoint = 1130310, Denbury = 945764, DteEnergy = 936340, Duke = 1326160, Entergy = 65984, EnterpriseProducts = 1061219,
        EogResources = 821189, Exelon = 1109357, ExxonMobil = 34088, GoldmanSachs = 886982, GoresHoldings = 1816816,
        Hess = 4447, AmericanInternational = 5272, Kamada = 1567529, PacificGasAndElectric = 1004980, Petrobras = 1119639,
        Schlumberger = 87347, Schwab = 316709, SimonProperty = 1063761, StateStreet = 93751, Travelers = 86312, TRowePrice = 1113169,
        Valero = 1035002, Sony = 313838, Mastercard = 1141391, Vornado = 899689, Kimco = 879101, UrEnergy = 1375205,
        Xcel = 72903, MetLife = 1099219, Progressive = 80661, Torchmark = 320335, AlliedWorld = 1163348, Ventas = 740260,
        IntercontinentalExchange = 1174746;

    private static readonly ConcurrentDictionary<int, Lazy<CompanyFacts>> Parsed = new();

    public static CompanyFacts Facts(int cik) => Parsed.GetOrAdd(
        cik, key => new Lazy<CompanyFacts>(() => CompanyFacts.Parse(EdgarData.Read(ExpectedLine.Archive, $"CIK{key:D10}.json")))).Value;

    /// <summary>The figure with its source, or the reason why it is missing. The company must have the period.</summary>
    public static MetricValue Get(int cik, string metric, string period)
    {
        Assert.True(MetricCatalog.TryFind(metric, out var found));
        Assert.True(MetricCatalog.TryFind("Assets", out var assets));
        var frequency = period.Contains('Q', StringComparison.Ordinal) ? Frequency.Quarterly : Frequency.Annual;
        return TimeSeriesBuilder.Build(Facts(cik), [found, assets], frequency, 40, new StatementOptions()).Series[0].Points
            .Single(point => point.Period.Key == period).Value;
    }

    public static decimal? Value(int cik, string metric, string period) => Get(cik, metric, period).Value;

    public static Statement BuildStatement(int cik, StatementKind kind) =>
        StatementBuilder.Build(Facts(cik), new StatementRequest(kind, Frequency.Annual, 4));
}
