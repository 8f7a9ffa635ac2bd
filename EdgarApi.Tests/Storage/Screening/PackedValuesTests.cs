using CsCheck;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Ratios;
using EdgarApi.Storage.Screening;

namespace EdgarApi.Tests.Storage.Screening;

public sealed class PackedValuesTests
{
    private static readonly string[] Names =
        [.. MetricCatalog.All.Select(metric => metric.Id), .. RatioCatalog.All.Select(ratio => ratio.Id)];

    private static readonly Gen<decimal> Value = Gen.Frequency(
        (3, Gen.Decimal), (3, Gen.Long.Select(number => (decimal)number)),
        (2, Gen.Select(Gen.Long, Gen.Int[0, 6]).Select((number, scale) => number / (decimal)Math.Pow(10, scale))),
        (1, Gen.OneOf(
            Gen.Const(0m), Gen.Const(-0.0001m), Gen.Const(decimal.MaxValue), Gen.Const(decimal.MinValue),
            Gen.Const(1.0000000000000000000000000001m), Gen.Const(7.10m))));

    [Fact]
    public void Names_have_different_ids() => Assert.Equal(Names.Length, Names.Select(PackedValues.GetId).Distinct().Count());

    [Fact]
    public void Every_value_is_found_digit_for_digit_and_no_other()
    {
        Gen.Select(Gen.Int[0, Names.Length - 1], Value).Array[0, 60].Sample(pairs =>
        {
            var values = pairs.DistinctBy(pair => pair.Item1).ToDictionary(pair => Names[pair.Item1], pair => pair.Item2);
            var packed = PackedValues.Pack(values);
            foreach (var name in Names)
            {
                var isFound = PackedValues.TryFind(packed, PackedValues.GetId(name), out var found);
                Assert.Equal(values.TryGetValue(name, out var expected), isFound);
                if (isFound) Assert.Equal(decimal.GetBits(expected), decimal.GetBits(found));
            }
        });
    }

    [Fact]
    public void Packed_values_can_be_appended_to_each_other()
    {
        byte[] packed = [.. PackedValues.Pack([new("Revenue", 391_035_000_000m)]), .. PackedValues.Pack([new("Assets", -7.25m)])];
        Assert.True(PackedValues.TryFind(packed, PackedValues.GetId("Assets"), out var assets));
        Assert.True(PackedValues.TryFind(packed, PackedValues.GetId("Revenue"), out var revenue));
        Assert.Equal((391_035_000_000m, -7.25m), (revenue, assets));
    }
}
