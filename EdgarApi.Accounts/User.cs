namespace EdgarApi.Accounts;

/// <summary>A person or program of an organization, with the tier that it pays for.</summary>
public sealed record User
{
    /// <summary>Its row.</summary>
    public long Id { get; init; }

    /// <summary>Whose it is.</summary>
    public long OrganizationId { get; init; }

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its address, unlike every other's; null where none is known.</summary>
    public string? Email { get; init; }

    /// <summary>Name of its tier.</summary>
    public string Tier { get; init; } = "";

    /// <summary>Whether its keys open anything.</summary>
    public bool IsActive { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>When it was last changed, UTC.</summary>
    public DateTime UpdatedAt { get; init; }
}

/// <summary>A user to be.</summary>
public sealed record NewUser(long OrganizationId, string Name, string Tier, string? Email = null);

/// <summary>Changes to a user; null leaves as it is.</summary>
public sealed record UserChanges(string? Name = null, string? Email = null, string? Tier = null, bool? IsActive = null);
