using EdgarApi.Caching;

namespace EdgarApi.Accounts.Usage;

/// <summary>One request that was answered. Of a caller without a key it tells nothing: neither address nor anything else by which people are told apart.</summary>
public readonly record struct UsageRecord
{
    /// <summary>When the request came.</summary>
    public required DateTime Timestamp { get; init; }

    /// <summary>Method and route template: <c>GET /api/v1/companies/{id}/overview</c>; <c>unmatched</c> where no route was found.</summary>
    public required string Endpoint { get; init; }

    /// <summary>HTTP status; 499 when the client gave up before the answer began.</summary>
    public required short Status { get; init; }

    /// <summary>Time until the answer was handed to the connection, in microseconds.</summary>
    public required int Microseconds { get; init; }

    /// <summary>Bytes of the body as it was sent, compressed or not; headers are not counted.</summary>
    public required long Bytes { get; init; }

    /// <summary>Tier of the caller; null when the request was refused before anybody looked.</summary>
    public string? Tier { get; init; }

    /// <summary>The key; null without one, and for the development key.</summary>
    public long? KeyId { get; init; }

    /// <summary>Whose key.</summary>
    public long? UserId { get; init; }

    /// <summary>Whose user.</summary>
    public long? OrganizationId { get; init; }

    /// <summary>The company asked for; null when it was none, several, or an unknown one.</summary>
    public long? Cik { get; init; }

    /// <summary>Where the answer came from; null for what is not cached.</summary>
    public CacheResult? Cache { get; init; }

    /// <summary>Path and query of an answer that is worth keeping warm; null for all others.</summary>
    public string? Target { get; init; }
}
