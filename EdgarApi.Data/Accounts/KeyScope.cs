namespace EdgarApi.Data.Accounts;

/// <summary>What a key opens.</summary>
[Flags]
public enum KeyScope
{
    /// <summary>Nothing: a caller without a key, who gets what is public.</summary>
    None = 0,

    /// <summary>Company data and the caller's own usage.</summary>
    Read = 1,

    /// <summary>Organizations, users, keys and operation, under <c>/admin</c>.</summary>
    Admin = 2,
}
