namespace EdgarApi.Accounts;

/// <summary>What a key opens.</summary>
[Flags]
public enum KeyScope
{
    /// <summary>Nothing: a caller without a key, who gets what is public.</summary>
    None = 0,

    /// <summary>Company data and the caller's own usage.</summary>
    Read = 1,

    /// <summary>Users and keys of the caller's own organization, under <c>/admin</c>.</summary>
    Admin = 2,

    /// <summary>Every organization, and the operation: what <see cref="Admin"/> comes to for keys of the organization that runs the installation.</summary>
    Operate = 4,
}

/// <summary>The names of the scopes that a key can be given, as in <c>api_keys.scopes</c> and in answers.</summary>
public static class KeyScopes
{
    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["read", "admin"];

    /// <summary>Reads names; those that are none are passed over.</summary>
    public static KeyScope From(IEnumerable<string> names) => names.Aggregate(KeyScope.None, (scopes, name) => scopes | name switch
    {
        "read" => KeyScope.Read,
        "admin" => KeyScope.Admin,
        _ => KeyScope.None,
    });

    /// <summary>The names of scopes.</summary>
    public static string[] GetNames(KeyScope scopes) => [.. Names.Where(name => scopes.HasFlag(From([name])))];
}
