using System.Diagnostics.CodeAnalysis;

namespace EdgarApi.Accounts.Keys;

/// <summary>The validity of a presented key.</summary>
public enum KeyStatus
{
    /// <summary>Malformed, unknown, revoked, or of a disabled user. Callers cannot tell which.</summary>
    Invalid,

    /// <summary>Valid, but expired.</summary>
    Expired,

    /// <summary>Valid.</summary>
    Good,
}

/// <summary>The result of checking a key.</summary>
/// <param name="Status">The validity.</param>
/// <param name="Caller">The caller; null unless the key is valid.</param>
/// <param name="Key">The cached key; null for the development key and unless the key is valid.</param>
/// <param name="Session">Id of the session if a session token was presented.</param>
public readonly record struct KeyCheck(KeyStatus Status, Caller? Caller = null, KnownKey? Key = null, string? Session = null)
{
    /// <summary>Whether the key is valid.</summary>
    [MemberNotNullWhen(true, nameof(Caller))]
    public bool IsGood => Status == KeyStatus.Good;
}
