using System.Text;
using System.Text.Json;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;
using EdgarApi.Storage.Metrics;
using EdgarApi.Tests.Storage.Ingest;

namespace EdgarApi.Tests.Storage.Metrics;

/// <summary>Sources as the database stores them.</summary>
public sealed class StoredSourceTests
{
    [Theory]
    [InlineData("NVDA")]
    [InlineData("PG")]
    public void A_stored_source_has_every_member(string ticker)
    {
        var document = RealCompanies.Document(ticker);
        var facts = CompanyFacts.Parse(document.Facts!.Value.Span, document.Profile?.Sic);
        var sources = Enum.GetValues<Frequency>()
            .SelectMany(frequency => TimeSeriesBuilder.Build(facts, MetricCatalog.All, frequency, 44, new StatementOptions()).Series)
            .SelectMany(series => series.Points).Select(point => point.Value.Source).OfType<Source>().ToList();

        Assert.NotEmptyAndAll(sources, source => Assert.Equal(
            JsonSerializer.Serialize(source),
            JsonSerializer.Serialize(StoredSource.Read(Encoding.UTF8.GetString(StoredSource.Write(source))))));
        Assert.Contains(sources, source => source.OtherVintages.Count > 0);
        Assert.Contains(sources, source => source.Operands.Count > 0);
    }
}
