using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry;

namespace EdgarApi.Tests.Tracing;

/// <summary>Collects the spans that an exporter would get.</summary>
internal sealed class RecordedSpans : BaseProcessor<Activity>
{
    private readonly ConcurrentQueue<Activity> _spans = new();

    public IReadOnlyList<Activity> All => [.. _spans];

    public IReadOnlyList<Activity> InTrace(ActivityTraceId trace) => [.. _spans.Where(span => span.TraceId == trace)];

    public override void OnEnd(Activity data)
    {
        if (data.Recorded) _spans.Enqueue(data);
    }
}
