using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Ratios;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Tests.Ratios;

/// <summary>Properties of every ratio, for every company and period.</summary>
public class RatioPropertyTests
{
    public static TheoryData<string, int, Frequency> Answers => [..
        from company in ExpectedCells.Read("headline.csv").Select(row => (Ticker: row["ticker"], Cik: int.Parse(row["cik"]))).Distinct()
        from frequency in Enum.GetValues<Frequency>()
        select (company.Ticker, company.Cik, frequency)];

    [Theory]
    [MemberData(nameof(Answers))]
    public void Every_ratio_equals_its_formula_applied_to_its_operands(string ticker, int cik, Frequency frequency)
    {
        var built = RatioBuilder.Build(Companies.Facts(cik), frequency, periods: 12, new StatementOptions());
        Assert.NotEmptyAndAll(Cells(built), cell =>
        {
            if (cell.Value.Value is not { } value) return;
            var computed = RatioArithmetic.Compute(cell.Line.Formula, built.Periods[cell.Index], cell.Value.Operands);
            Assert.True(
                Math.Abs((double)value - computed) < 0.000051,
                $"{ticker} {cell.Line.Ratio.Id} {built.Periods[cell.Index].Key}: {value}, not {computed}");
        });
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void Every_ratio_has_a_value_with_four_decimals_or_a_reason(string ticker, int cik, Frequency frequency)
    {
        var built = RatioBuilder.Build(Companies.Facts(cik), frequency, periods: 12, new StatementOptions());
        Assert.Equal(RatioCatalog.All, built.Ratios.Select(line => line.Ratio));
        Assert.NotEmptyAndAll(Cells(built), cell =>
        {
            Assert.True(
                cell.Value.Value is null == cell.Value.Reason is { Length: > 0 },
                $"{ticker} {cell.Line.Ratio.Id} {built.Periods[cell.Index].Key}");
            Assert.True(cell.Value.Value is null || cell.Value.Value.Value.Scale <= 4 && cell.Value.Operands.Count > 0);
        });
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void Every_operand_equals_the_metric_in_other_responses(string ticker, int cik, Frequency frequency)
    {
        var facts = Companies.Facts(cik);
        var shown = new Dictionary<(string, string), decimal>();
        foreach (var kind in Enum.GetValues<StatementKind>())
            foreach (var length in Enum.GetValues<Frequency>())
                Collect(facts, new StatementRequest(kind, length, Periods: 40), shown);

        var built = RatioBuilder.Build(facts, frequency, periods: 4, new StatementOptions());

        Assert.NotEmptyAndAll(Cells(built).SelectMany(cell => cell.Value.Operands), operand =>
        {
            if (shown.TryGetValue((operand.Metric.Id, operand.Period.Key), out var value))
                Assert.True(value == operand.Value, $"{ticker} {operand}");
        });
    }

    private static void Collect(CompanyFacts facts, StatementRequest request, Dictionary<(string, string), decimal> shown)
    {
        var statement = StatementBuilder.Build(facts, request);
        foreach (var line in statement.Lines)
            foreach (var (index, period) in statement.Periods.Index())
                if (line.Values[index].Value is { } value) shown[(line.Id, period.Key)] = value;
    }

    private static IEnumerable<(RatioLine Line, int Index, RatioValue Value)> Cells(CompanyRatios built) =>
        from line in built.Ratios from cell in line.Values.Index() select (line, cell.Index, cell.Item);
}
