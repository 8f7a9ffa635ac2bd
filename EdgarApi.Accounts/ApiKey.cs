using EdgarApi.Accounts.Keys;

namespace EdgarApi.Accounts;

/// <summary>A key as it may be shown: everything but its secret, which nobody has but its owner.</summary>
public sealed record ApiKey
{
    /// <summary>Its row.</summary>
    public long Id { get; init; }

    /// <summary>Its public part.</summary>
    public string PublicId { get; init; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whose organization's it is.</summary>
    public long OrganizationId { get; init; }

    /// <summary>Whose it is.</summary>
    public long UserId { get; init; }

    /// <summary>Its user's tier.</summary>
    public string Tier { get; init; } = "";

    /// <summary>Whether it is no test key.</summary>
    public bool IsLive { get; init; }

    /// <summary>What it opens, by <see cref="KeyScopes.Names"/>.</summary>
    public string[] Scopes { get; init; } = [];

    /// <summary>Whether it was not revoked.</summary>
    public bool IsActive { get; init; }

    /// <summary>Whether its user and organization are active.</summary>
    public bool IsOwnerActive { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>The end of its time, UTC; null for none.</summary>
    public DateTime? ExpiresAt { get; init; }

    /// <summary>When it was revoked, UTC.</summary>
    public DateTime? RevokedAt { get; init; }

    /// <summary>Public part of the key that takes its place.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>When it was last used, UTC, to the minute; null for never.</summary>
    public DateTime? LastUsedAt { get; init; }

    /// <summary>What may be shown of it and searched for: <c>edg_live_</c> and its public part.</summary>
    public string Prefix => KeyText.GetPrefix(IsLive, PublicId);

    /// <summary>What it is worth at a time: <c>revoked</c>, <c>expired</c>, <c>disabled</c> with its owner, <c>ending</c> beside its successor, <c>active</c>.</summary>
    public string StatusAt(DateTimeOffset now) =>
        !IsActive ? "revoked" : ExpiresAt <= now.UtcDateTime ? "expired" : !IsOwnerActive ? "disabled" : ReplacedBy is not null ? "ending" : "active";
}

/// <summary>A key to be.</summary>
/// <param name="UserId">Whose.</param>
/// <param name="Name">For people.</param>
/// <param name="Scopes">What it opens.</param>
/// <param name="IsLive">False for a test key.</param>
/// <param name="ExpiresAt">The end of its time; null for none.</param>
public sealed record NewKey(long UserId, string Name, KeyScope Scopes = KeyScope.Read, bool IsLive = true, DateTimeOffset? ExpiresAt = null)
{
    /// <summary>How far ahead the end may be: whoever wants a key for longer makes one without.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(3650);
}

/// <summary>Changes to a key; null leaves as it is.</summary>
public sealed record KeyUpdate(string? Name = null, KeyScope? Scopes = null, DateTimeOffset? ExpiresAt = null);

/// <summary>A key that was just made. Its text is to be had now and never again.</summary>
public sealed record CreatedKey(ApiKey Key, string Text)
{
    /// <summary>Without the text.</summary>
    public override string ToString() => Key.Prefix;
}
