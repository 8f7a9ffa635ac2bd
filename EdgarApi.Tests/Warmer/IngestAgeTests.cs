using EdgarApi.Financials.Companies;
using EdgarApi.Sec.Sources;
using EdgarApi.Storage.Ingest;
using EdgarApi.Warmer.Ingest;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;

namespace EdgarApi.Tests.Warmer;

public sealed class IngestAgeTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void The_age_of_a_live_source_grows_until_a_company_is_processed_or_a_poll_ends()
    {
        var progress = new WarmerProgress(_time);
        using var ages = Observe(new LiveSource(), progress);

        _time.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(1200, Measure(ages));
        progress.MarkFailed("the SEC is unavailable");
        Assert.Equal(1200, Measure(ages));
        progress.Report(new IngestCounts(1, 0, 1, 0, null));
        Assert.Equal(0, Measure(ages));
        _time.Advance(TimeSpan.FromMinutes(5));
        progress.MarkCompleted(new IngestCounts(1, 0, 1, 0, null));
        Assert.Equal(0, Measure(ages));
    }

    [Fact]
    public void A_source_that_is_read_once_has_no_age()
    {
        using var ages = Observe(new OneTimeSource(), new WarmerProgress(_time));

        Assert.Null(Measure(ages));
    }

    private static MetricCollector<double> Observe(ICompanySource source, WarmerProgress progress)
    {
        var meters = MeterFactories.Create();
        var collector = new MetricCollector<double>(meters, IngestAge.MeterName, "edgar.ingest.age");
        _ = new IngestAge(meters, source, progress);
        return collector;
    }

    private static double? Measure(MetricCollector<double> ages)
    {
        ages.RecordObservableInstruments();
        return ages.LastMeasurement?.Value;
    }

    private class OneTimeSource : ICompanySource
    {
        public string Name => "test";

        public ValueTask<IReadOnlyList<CompanyProfile>> ReadListingsAsync(CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public IAsyncEnumerable<CompanyDocument> ReadAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class LiveSource : OneTimeSource, IRefreshableCompanySource
    {
        public IAsyncEnumerable<CompanyDocument> ReadChangedAsync(
            IReadOnlyList<KnownCompany> known, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<CompanyDocument?> ReadOneAsync(Cik cik, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
