using EdgarApi.Accounts.Keys;

namespace EdgarApi.Accounts;

/// <summary>An API key without its secret.</summary>
public sealed record ApiKey
{
    /// <summary>Row id.</summary>
    public long Id { get; init; }

    /// <summary>Public id, the part of the key that identifies it.</summary>
    public string PublicId { get; init; } = "";

    /// <summary>Display name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The organization that the key belongs to.</summary>
    public long OrganizationId { get; init; }

    /// <summary>The user that the key belongs to.</summary>
    public long UserId { get; init; }

    /// <summary>Name of the user's tier.</summary>
    public string Tier { get; init; } = "";

    /// <summary>False for a test key.</summary>
    public bool IsLive { get; init; }

    /// <summary>Names of the scopes, see <see cref="KeyScopes.Names"/>.</summary>
    public string[] Scopes { get; init; } = [];

    /// <summary>False if the key was revoked.</summary>
    public bool IsActive { get; init; }

    /// <summary>Whether both the user and the organization are active.</summary>
    public bool IsOwnerActive { get; init; }

    /// <summary>Time of creation, UTC.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>Time of expiry, UTC; null if the key never expires.</summary>
    public DateTime? ExpiresAt { get; init; }

    /// <summary>Time of revocation, UTC.</summary>
    public DateTime? RevokedAt { get; init; }

    /// <summary>Public id of the successor.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>Time of the last use, UTC, to the minute; null if never used.</summary>
    public DateTime? LastUsedAt { get; init; }

    /// <summary>The part of the key that can be shown and searched for: <c>edg_live_</c> and the public id.</summary>
    public string Prefix => KeyText.GetPrefix(IsLive, PublicId);

    /// <summary>
    /// The state at a time: <c>revoked</c>, <c>expired</c>, <c>disabled</c> (its user or organization is inactive), <c>ending</c>
    /// (replaced, in its grace period) or <c>active</c>.
    /// </summary>
    public string StatusAt(DateTimeOffset now) =>
        !IsActive ? "revoked" : ExpiresAt <= now.UtcDateTime ? "expired" : !IsOwnerActive ? "disabled" : ReplacedBy is not null ? "ending"
            : "active";
}

/// <summary>Properties of a new key.</summary>
/// <param name="UserId">The user that the key belongs to.</param>
/// <param name="Name">Display name.</param>
/// <param name="Scopes">What the key allows.</param>
/// <param name="IsLive">False for a test key.</param>
/// <param name="ExpiresAt">Time of expiry; null if the key never expires.</param>
public sealed record NewKey(long UserId, string Name, KeyScope Scopes = KeyScope.Read, bool IsLive = true, DateTimeOffset? ExpiresAt = null)
{
    /// <summary>Maximum lifetime of a key that expires.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(3650);
}

/// <summary>Changes to a key; null keeps the current value.</summary>
public sealed record KeyUpdate(string? Name = null, KeyScope? Scopes = null, DateTimeOffset? ExpiresAt = null);

/// <summary>A new key with its text, which is not stored and cannot be shown again.</summary>
public sealed record CreatedKey(ApiKey Key, string Text)
{
    /// <summary>Returns the prefix only, to keep the secret out of logs.</summary>
    public override string ToString() => Key.Prefix;
}
