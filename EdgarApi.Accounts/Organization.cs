namespace EdgarApi.Accounts;

/// <summary>A customer: users, keys and usage belong to exactly one organization.</summary>
public sealed record Organization
{
    /// <summary>Row id.</summary>
    public long Id { get; init; }

    /// <summary>Name, unique regardless of case.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether the organization operates this installation: its admin keys administer all organizations.</summary>
    public bool IsOperator { get; init; }

    /// <summary>If false, the organization's keys are invalid.</summary>
    public bool IsActive { get; init; }

    /// <summary>Time of creation, UTC.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>Time of the last change, UTC.</summary>
    public DateTime UpdatedAt { get; init; }
}

/// <summary>Changes to an organization; null keeps the current value.</summary>
public sealed record OrganizationChanges(string? Name = null, bool? IsActive = null);
