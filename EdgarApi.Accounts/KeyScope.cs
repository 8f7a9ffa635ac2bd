namespace EdgarApi.Accounts;

/// <summary>What a key allows.</summary>
[Flags]
public enum KeyScope
{
    /// <summary>Only public resources: a caller without a key.</summary>
    None = 0,

    /// <summary>Company data and the caller's own usage.</summary>
    Read = 1,

    /// <summary>Users and keys of the caller's own organization, under <c>/admin</c>.</summary>
    Admin = 2,

    /// <summary>
    /// All organizations and the operation of the system: granted to <see cref="Admin"/> keys of the operating organization.
    /// </summary>
    Operate = 4,
}

/// <summary>Names of the scopes that a key can be given, as in <c>api_keys.scopes</c> and in responses.</summary>
public static class KeyScopes
{
    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["read", "admin"];

    /// <summary>Converts names to scopes; ignores unknown names.</summary>
    public static KeyScope From(IEnumerable<string> names) => names.Aggregate(KeyScope.None, (scopes, name) => scopes | name switch
    {
        "read" => KeyScope.Read,
        "admin" => KeyScope.Admin,
        _ => KeyScope.None,
    });

    /// <summary>Converts scopes to their names.</summary>
    public static string[] GetNames(KeyScope scopes) => [.. Names.Where(name => scopes.HasFlag(From([name])))];
}
