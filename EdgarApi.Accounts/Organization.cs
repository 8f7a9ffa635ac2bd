namespace EdgarApi.Accounts;

/// <summary>A customer: whose users, keys and usage belong together and are nobody else's.</summary>
public sealed record Organization
{
    /// <summary>Its row.</summary>
    public long Id { get; init; }

    /// <summary>Its name, unlike every other's in any case of letters.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether it runs this installation: its admin keys administer everything.</summary>
    public bool IsOperator { get; init; }

    /// <summary>Whether its keys open anything.</summary>
    public bool IsActive { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>When it was last changed, UTC.</summary>
    public DateTime UpdatedAt { get; init; }
}

/// <summary>Changes to an organization; null leaves as it is.</summary>
public sealed record OrganizationChanges(string? Name = null, bool? IsActive = null);
