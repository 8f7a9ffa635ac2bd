using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry;

namespace EdgarApi.Tests.Tracing;

/// <summary>Keeps the spans that an exporter would get.</summary>
internal sealed class RecordedSpans : BaseProcessor<Activity>
{
    private readonly ConcurrentQueue<Activity> spans = new();

    public IReadOnlyList<Activity> All => [.. spans];

    public IReadOnlyList<Activity> InTrace(ActivityTraceId trace) => [.. spans.Where(span => span.TraceId == trace)];

    public override void OnEnd(Activity data)
    {
        if (data.Recorded) spans.Enqueue(data);
    }
}
