using System.Diagnostics;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.TimeSeries;
using EdgarApi.Sec.Bulk;
using EdgarApi.Sec.Sources;
using EdgarApi.Storage.Ingest;
using EdgarApi.Storage.Metrics;
using EdgarApi.Storage.Screening;

namespace EdgarApi.Benchmarks.Ingest;

/// <summary>Measures the stages of an ingest that do not need a database, on one thread: time and allocations per company.</summary>
internal static class IngestStages
{
    private const int Rounds = 3;

    /// <summary><c>ingest-stages FOLDER</c>: a folder of the SEC's bulk files. The first of the rounds also compiles.</summary>
    public static async Task RunAsync(string folder)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var stages = new Dictionary<string, Stage>(StringComparer.Ordinal);
            var (companies, sum) = (0, (Values: 0, Screening: 0, Packed: 0L));
            var reading = Stage.Begin();
            await foreach (var document in new BulkCompanySource(BulkLayout.Find(folder)).ReadAsync(CancellationToken.None))
            {
                reading.AddTo(stages, "read");
                if (document.Facts is { } json)
                {
                    companies++;
                    var one = Compute(document, json.Span, stages);
                    sum = (sum.Values + one.Values, sum.Screening + one.Screening, sum.Packed + one.Packed);
                }

                reading = Stage.Begin();
            }

            Report(round, companies, sum, stages);
        }
    }

    private static (int Values, int Screening, long Packed) Compute(
        CompanyDocument document, ReadOnlySpan<byte> json, Dictionary<string, Stage> stages)
    {
        var begun = Stage.Begin();
        ContentHash.ComputeForSource(document);
        begun = begun.AddTo(stages, "source hash");
        var facts = CompanyFacts.Parse(json, document.Profile?.Sic);
        begun = begun.AddTo(stages, "parse");
        facts.ToSnapshot();
        begun = begun.AddTo(stages, "snapshot");
        var company = new CompanyValues(facts);
        var values = MetricValueRow.Compute(company);
        begun = begun.AddTo(stages, "metrics");
        PreparedFacts.ComputeHash(values);
        begun = begun.AddTo(stages, "hash of the metrics");
        var packed = values.GroupBy(row => (row.Metric, row.Frequency)).Sum(series => PackedSeries.Pack([.. series]).LongLength);
        begun = begun.AddTo(stages, "packing of the metrics");
        var screening = ScreeningRow.Compute(company, values);
        begun.AddTo(stages, "ratios and screening rows");
        return (values.Count, screening.Count, packed);
    }

    private static void Report(int round, int companies, (int Values, int Screening, long Packed) sum, Dictionary<string, Stage> stages)
    {
        Console.WriteLine(
            $"round {round + 1}: {companies} companies, each {sum.Values / companies} values in {sum.Packed / companies:N0} bytes and "
            + $"{sum.Screening / companies} screening rows");
        foreach (var (name, stage) in stages)
            Console.WriteLine($"{name,-26} {stage.Time.TotalMilliseconds / companies,7:F2} ms {stage.Bytes / companies / 1e6,7:F2} MB");
        Console.WriteLine($"{"total",-26} {stages.Values.Sum(stage => stage.Time.TotalMilliseconds) / companies,7:F2} ms");
    }

    /// <summary>Time and allocated bytes of a stage, or those of the thread when the stage began.</summary>
    private readonly record struct Stage(TimeSpan Time, long Bytes)
    {
        public static Stage Begin() => new(Stopwatch.GetElapsedTime(0), GC.GetAllocatedBytesForCurrentThread());

        /// <summary>Adds what has passed since the beginning to a stage, and begins the next.</summary>
        public Stage AddTo(Dictionary<string, Stage> stages, string name)
        {
            var now = Begin();
            var sum = stages.GetValueOrDefault(name);
            stages[name] = new Stage(sum.Time + now.Time - Time, sum.Bytes + now.Bytes - Bytes);
            return Begin();
        }
    }
}
