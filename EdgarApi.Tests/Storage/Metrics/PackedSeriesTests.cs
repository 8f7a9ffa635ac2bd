using System.Text.Json;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;
using EdgarApi.Storage.Metrics;
using EdgarApi.Storage.Routing;
using EdgarApi.Tests.Storage.Ingest;

namespace EdgarApi.Tests.Storage.Metrics;

/// <summary>Metric values as the database stores them.</summary>
public sealed class PackedSeriesTests
{
    [Theory]
    [InlineData("NVDA")]
    [InlineData("PG")]
    public void A_packed_series_has_every_period_with_value_reason_and_source(string ticker)
    {
        var document = RealCompanies.Document(ticker);
        var facts = CompanyFacts.Parse(document.Facts!.Value.Span, document.Profile?.Sic);
        var packed = MetricValueRow.Compute(new CompanyValues(facts)).ToLookup(row => (row.Metric, row.Frequency));
        var sources = new List<Source>();
        foreach (var frequency in Enum.GetValues<Frequency>())
        {
            var built = TimeSeriesBuilder.Build(
                facts, MetricCatalog.All, frequency, MetricValueRow.MaxPeriods, new StatementOptions());
            foreach (var series in built.Series.Where(series => series.Points.Any(point => point.Value.Value is not null)))
            {
                var read = PackedSeries.Unpack(
                    facts.Cik, series.Metric.Id,
                    PackedSeries.Pack([.. packed[(series.Metric.Id, FrequencyNames.ToName(frequency))]]));
                Assert.Equal(series.Points.Select(point => ToText(point, built.Currency, series.Unit)), read.Select(ToText));
                sources.AddRange(read.Select(value => value.Source).OfType<Source>());
            }
        }

        Assert.Contains(sources, source => source.OtherVintages.Count > 0);
        Assert.Contains(sources, source => source.Operands.Count > 0);
    }

    [Fact]
    public void Digits_and_missing_values_are_kept()
    {
        var period = new FiscalPeriod(FiscalPeriodKind.Year, 2025, 0, new DateOnly(2025, 1, 1), new DateOnly(2025, 12, 31));
        MetricValueRow[] rows =
        [
            new("EpsBasic", "annual", period, "USD", "USD/shares", 1.50m, null, null, null),
            new("EpsBasic", "annual", period, "USD", "USD/shares", null, "not reported", ReasonCode.NotReported, null),
        ];

        var read = PackedSeries.Unpack(new(1), "EpsBasic", PackedSeries.Pack(rows));

        Assert.Equal("1.50", $"{read[0].Value}");
        Assert.Equal((null, "not reported", ReasonCode.NotReported), (read[1].Value, read[1].Reason, read[1].ReasonCode));
    }

    [Fact]
    public void Damaged_bytes_are_the_fault_of_the_node()
    {
        byte[] packed = [0x8b, 0x01, 0x80, 0x7b, 0x7d, 0x03];

        Assert.Throws<DamagedDataException>(() => PackedSeries.Unpack(new(1), "Revenue", packed));
        Assert.Throws<DamagedDataException>(() => PackedSeries.Unpack(new(1), "Revenue", [1, 2, 3, 4]));
    }

    private static string ToText(SeriesPoint point, string currency, string unit) => string.Join(
        ' ', point.Period, currency, unit, point.Value.Value, point.Value.Reason, point.Value.ReasonCode,
        JsonSerializer.Serialize(point.Value.Source));

    private static string ToText(CompanyMetricValue value) => string.Join(
        ' ', value.Period, value.Currency, value.Unit, value.Value, value.Reason, value.ReasonCode, JsonSerializer.Serialize(value.Source));
}
