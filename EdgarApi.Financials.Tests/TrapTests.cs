using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;

namespace EdgarApi.Financials.Tests;

/// <summary>Known pitfalls of the data, each by name. <c>Expected/traps.md</c> gives the origin of each number.</summary>
public class TrapTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases =>
        from row in ExpectedCells.Read("traps.csv")
        where ExpectedCells.Number(row["expected"]) is not null && row["endpoint"].Split('/')[0] is "income" or "balance" or "cashflow"
        select new TheoryDataRow<string>(row["name"]) { TestDisplayName = row["name"] };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Trap(string name)
    {
        var row = ExpectedCells.Read("traps.csv").Single(r => r["name"] == name);
        Assert.True(MetricCatalog.TryFind(row["endpoint"].Split('/')[1], out var metric));
        var points = TimeSeriesBuilder.Build(
            Companies.Facts(int.Parse(row["cik"])), [metric], Enum.Parse<Frequency>(row["freq"], ignoreCase: true), 200,
            Options(row["options"])).Series[0].Points;

        var point = points.SingleOrDefault(p => p.Period.Key == row["period_key"]);

        Assert.NotNull(point);
        Assert.True(point.Value.Value is not null, point.Value.Reason);
        var expected = ExpectedCells.Number(row["expected"])!.Value;
        Assert.InRange(point.Value.Value.Value, expected - Tolerance(metric, expected), expected + Tolerance(metric, expected));
    }

    private static StatementOptions Options(string text)
    {
        var options = new StatementOptions();
        foreach (var part in text.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=')))
            options = part[0] switch
            {
                "vintage" => options with { Vintage = Enum.Parse<Vintage>(part[1], ignoreCase: true) },
                "asOf" => options with { AsOf = DateOnly.Parse(part[1]) },
                "adjusted" => options with { Adjusted = bool.Parse(part[1]) },
                _ => options,
            };
        return options;
    }

    private static decimal Tolerance(Metric metric, decimal expected) => metric.Unit switch
    {
        UnitKind.PerShare => Math.Max(0.006m, Math.Abs(expected) * 0.00001m),
        UnitKind.Shares => Math.Abs(expected) * 0.0001m + 1,
        _ => 0,
    };
}
