using EdgarApi.Sec.Sources;

namespace EdgarApi.Storage.Ingest;

/// <summary>Counts of a run in progress.</summary>
internal sealed class IngestRun(long number, IProgress<IngestCounts>? progress)
{
    private readonly Lock _gate = new();

    public long Number => number;

    public IngestCounts Counts { get; private set; } = new(number, 0, 0, 0, null);

    public void Add(CompanyDocument document, IngestOutcome outcome)
    {
        lock (_gate)
        {
            Counts = outcome switch
            {
                IngestOutcome.Written => Counts with { Written = Counts.Written + 1, Current = document.Origin },
                IngestOutcome.Unchanged => Counts with { Unchanged = Counts.Unchanged + 1, Current = document.Origin },
                _ => Counts with { Failed = Counts.Failed + 1, Current = document.Origin },
            };
            progress?.Report(Counts);
        }
    }
}

internal enum IngestOutcome
{
    Written,
    Unchanged,
    Failed,
}
