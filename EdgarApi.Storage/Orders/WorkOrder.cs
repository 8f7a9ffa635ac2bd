namespace EdgarApi.Storage.Orders;

/// <summary>Work that an operator requested from the Warmer.</summary>
public sealed record WorkOrder
{
    /// <summary>Ingests the SEC's data.</summary>
    public const string Ingest = "ingest";

    /// <summary>Warms caches.</summary>
    public const string Warm = "warm";

    /// <summary>Row id.</summary>
    public long Id { get; init; }

    /// <summary>The kind of work: <see cref="Ingest"/> or <see cref="Warm"/>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Parameters as JSON.</summary>
    public string Detail { get; init; } = "{}";

    /// <summary>Display name of the operator.</summary>
    public string RequestedBy { get; init; } = "";

    /// <summary>Time of the request, UTC.</summary>
    public DateTime RequestedAt { get; init; }

    /// <summary>Start of the last attempt, UTC.</summary>
    public DateTime? StartedAt { get; init; }

    /// <summary>Time at which the order was done or failed, UTC.</summary>
    public DateTime? FinishedAt { get; init; }

    /// <summary>Number of attempts.</summary>
    public int Attempts { get; init; }

    /// <summary>The result as JSON.</summary>
    public string? Outcome { get; init; }

    /// <summary>Why the last attempt failed.</summary>
    public string? Error { get; init; }

    /// <summary><c>waiting</c>, <c>running</c>, <c>done</c> or <c>failed</c>.</summary>
    public string Status => FinishedAt is not null ? Error is null ? "done" : "failed" : StartedAt is null ? "waiting" : "running";
}
