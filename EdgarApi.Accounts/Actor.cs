namespace EdgarApi.Accounts;

/// <summary>The author of a change to accounts, for the audit trail.</summary>
/// <param name="Name">Display name: a key's prefix, <c>development</c>, or <c>edgar</c> with the name of the machine's user.</param>
/// <param name="KeyId">Row id of the key that was used, if any.</param>
/// <param name="TraceId">Identifies the request in the logs and traces.</param>
/// <param name="Reach">The only organization that the actor can see; null for operators, who see all.</param>
public sealed record Actor(string Name, long? KeyId = null, string? TraceId = null, long? Reach = null);

/// <summary>A row of the audit trail.</summary>
public sealed record AdminAction
{
    /// <summary>Row id.</summary>
    public long Id { get; init; }

    /// <summary>Time of the action, UTC.</summary>
    public DateTime At { get; init; }

    /// <summary>Display name of the actor.</summary>
    public string Actor { get; init; } = "";

    /// <summary>Row id of the key that was used, if any.</summary>
    public long? ActorKeyId { get; init; }

    /// <summary>Name of the action, for example <c>key.revoke</c>.</summary>
    public string Action { get; init; } = "";

    /// <summary>Target of the action, for example <c>key:aB3…</c>.</summary>
    public string Target { get; init; } = "";

    /// <summary>The affected organization; null for actions on the system as a whole.</summary>
    public long? OrganizationId { get; init; }

    /// <summary>Parameters of the action as JSON, without secrets.</summary>
    public string Detail { get; init; } = "{}";

    /// <summary>Identifies the request in the logs and traces.</summary>
    public string? TraceId { get; init; }
}
