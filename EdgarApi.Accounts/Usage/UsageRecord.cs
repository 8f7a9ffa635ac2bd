using EdgarApi.Caching;

namespace EdgarApi.Accounts.Usage;

/// <summary>A request that was served. For callers without a key it contains nothing that identifies them, such as the address.</summary>
public readonly record struct UsageRecord
{
    /// <summary>Time at which the request arrived.</summary>
    public required DateTime Timestamp { get; init; }

    /// <summary>
    /// Method and route template, for example <c>GET /api/v1/companies/{id}/overview</c>; <c>unmatched</c> if no route matched.
    /// </summary>
    public required string Endpoint { get; init; }

    /// <summary>HTTP status; 499 if the client disconnected before the response began.</summary>
    public required short Status { get; init; }

    /// <summary>Time until the response was passed to the connection, in microseconds.</summary>
    public required int Microseconds { get; init; }

    /// <summary>Bytes of the body as sent, compressed or not, without headers.</summary>
    public required long Bytes { get; init; }

    /// <summary>The caller's tier; null if the request was rejected before authentication.</summary>
    public string? Tier { get; init; }

    /// <summary>Row id of the key; null without a key and for the development key.</summary>
    public long? KeyId { get; init; }

    /// <summary>The key's user.</summary>
    public long? UserId { get; init; }

    /// <summary>The user's organization.</summary>
    public long? OrganizationId { get; init; }

    /// <summary>CIK of the requested company; null if the request names no company, several, or an unknown one.</summary>
    public long? Cik { get; init; }

    /// <summary>The cache result; null for responses that are not cached.</summary>
    public CacheResult? Cache { get; init; }

    /// <summary>Path and query of a response that can be kept warm; null for all others.</summary>
    public string? Target { get; init; }
}
