using EdgarApi.Sec.Sources;

namespace EdgarApi.Storage.Ingest;

/// <summary>Counts of a run in progress.</summary>
internal sealed class IngestRun(long number, bool isRefresh, bool acceptsSmaller, IProgress<IngestCounts>? progress)
{
    private readonly Lock _gate = new();

    public long Number => number;

    /// <summary>Whether companies for which the source has much less than is stored are replaced, not refused.</summary>
    public bool AcceptsSmaller => acceptsSmaller;

    public IngestCounts Counts { get; private set; } = new(number, 0, 0, 0, null);

    /// <summary>
    /// When the SEC accepted the company's newest filing, if the run polls for new filings. Other runs load companies whose filings may be
    /// years old. A company whose facts are still behind its filings comes without filings, and is polled again.
    /// </summary>
    public DateTimeOffset? GetAcceptance(PreparedCompany company) => isRefresh ? company.Filings?.Max(filing => filing.AcceptedAt) : null;

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
