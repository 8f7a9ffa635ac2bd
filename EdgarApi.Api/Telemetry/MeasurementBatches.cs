namespace EdgarApi.Api.Telemetry;

/// <summary>
/// Collects measurements and records them in batches, which costs less than one by one: by the end of a request, the histograms' code and
/// data have left the processor's caches. Adding allocates nothing.
/// </summary>
/// <param name="record">Records a batch, on any thread.</param>
internal sealed class MeasurementBatches(Action<ReadOnlySpan<RequestMeasurement>> record)
{
    private readonly Batch[] _batches = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Batch())];

    /// <summary>Adds a measurement to the processor's batch, and records the batch if it is full.</summary>
    public void Add(in RequestMeasurement measurement)
    {
        var batch = _batches[Thread.GetCurrentProcessorId() % _batches.Length];
        lock (batch.Gate)
        {
            batch.Items[batch.Count++] = measurement;
            if (batch.Count == Batch.Capacity) Record(batch);
        }
    }

    /// <summary>Records everything that was added before.</summary>
    public void Flush()
    {
        foreach (var batch in _batches)
            lock (batch.Gate) Record(batch);
    }

    private void Record(Batch batch)
    {
        record(batch.Items.AsSpan(0, batch.Count));
        batch.Count = 0;
    }

    private sealed class Batch
    {
        /// <summary>Large enough to pay off, and small enough that the request that fills a batch is not noticeably slower.</summary>
        public const int Capacity = 64;

        public Lock Gate { get; } = new();

        public RequestMeasurement[] Items { get; } = new RequestMeasurement[Capacity];

        public int Count { get; set; }
    }
}
