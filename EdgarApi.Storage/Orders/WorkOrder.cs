namespace EdgarApi.Storage.Orders;

/// <summary>Something that an operator asked the Warmer to do.</summary>
public sealed record WorkOrder
{
    /// <summary>Reads the SEC's data.</summary>
    public const string Ingest = "ingest";

    /// <summary>Warms caches.</summary>
    public const string Warm = "warm";

    /// <summary>Its row.</summary>
    public long Id { get; init; }

    /// <summary>What is to be done: <see cref="Ingest"/> or <see cref="Warm"/>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>How, as JSON.</summary>
    public string Detail { get; init; } = "{}";

    /// <summary>Who asked.</summary>
    public string RequestedBy { get; init; } = "";

    /// <summary>When, UTC.</summary>
    public DateTime RequestedAt { get; init; }

    /// <summary>When the Warmer last began it, UTC.</summary>
    public DateTime? StartedAt { get; init; }

    /// <summary>When it was done or given up, UTC.</summary>
    public DateTime? FinishedAt { get; init; }

    /// <summary>How often the Warmer began it.</summary>
    public int Attempts { get; init; }

    /// <summary>What came of it, as JSON.</summary>
    public string? Outcome { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }

    /// <summary><c>waiting</c>, <c>running</c>, <c>done</c> or <c>failed</c>.</summary>
    public string Status => FinishedAt is not null ? Error is null ? "done" : "failed" : StartedAt is null ? "waiting" : "running";
}
