namespace EdgarApi.Accounts;

/// <summary>A person or program of an organization. The user's tier sets the limits.</summary>
public sealed record User
{
    /// <summary>Row id.</summary>
    public long Id { get; init; }

    /// <summary>The user's organization.</summary>
    public long OrganizationId { get; init; }

    /// <summary>Display name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Email address, unique; null if unknown.</summary>
    public string? Email { get; init; }

    /// <summary>Name of the tier.</summary>
    public string Tier { get; init; } = "";

    /// <summary>If false, the user's keys are invalid.</summary>
    public bool IsActive { get; init; }

    /// <summary>Time of creation, UTC.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>Time of the last change, UTC.</summary>
    public DateTime UpdatedAt { get; init; }
}

/// <summary>Properties of a new user.</summary>
public sealed record NewUser(long OrganizationId, string Name, string Tier, string? Email = null);

/// <summary>Changes to a user; null keeps the current value.</summary>
public sealed record UserChanges(string? Name = null, string? Email = null, string? Tier = null, bool? IsActive = null);
