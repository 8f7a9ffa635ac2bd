namespace EdgarApi.Accounts;

/// <summary>Who does something to accounts, for the audit trail.</summary>
/// <param name="Name">For people: a key's prefix, <c>development</c>, or <c>edgar</c> with the user of the machine.</param>
/// <param name="KeyId">The key's row, if it was one.</param>
/// <param name="TraceId">Identifies the request in the logs and traces.</param>
/// <param name="Reach">The one organization that there is for him; null for an operator, who reaches all.</param>
public sealed record Actor(string Name, long? KeyId = null, string? TraceId = null, long? Reach = null);

/// <summary>A row of the audit trail.</summary>
public sealed record AdminAction
{
    /// <summary>Its row.</summary>
    public long Id { get; init; }

    /// <summary>When it was done, UTC.</summary>
    public DateTime At { get; init; }

    /// <summary>Who did it.</summary>
    public string Actor { get; init; } = "";

    /// <summary>Row of the key that did it, if one did.</summary>
    public long? ActorKeyId { get; init; }

    /// <summary>What was done, as in <c>key.revoke</c>.</summary>
    public string Action { get; init; } = "";

    /// <summary>To what, as in <c>key:aB3…</c>.</summary>
    public string Target { get; init; } = "";

    /// <summary>The organization that it concerns; null for the operation as a whole.</summary>
    public long? OrganizationId { get; init; }

    /// <summary>With what, as JSON; no secrets.</summary>
    public string Detail { get; init; } = "{}";

    /// <summary>Identifies the request in the logs and traces.</summary>
    public string? TraceId { get; init; }
}
