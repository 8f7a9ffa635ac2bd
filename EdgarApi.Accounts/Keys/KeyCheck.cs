using System.Diagnostics.CodeAnalysis;

namespace EdgarApi.Accounts.Keys;

/// <summary>What a text that came as a key turned out to be.</summary>
public enum KeyStatus
{
    /// <summary>No key, or one that is not known, revoked, or of somebody who is disabled: which of them is nobody's business.</summary>
    Invalid,

    /// <summary>A good key whose time is over.</summary>
    Expired,

    /// <summary>A good key.</summary>
    Good,
}

/// <summary>What a key opens.</summary>
/// <param name="Standing">What it turned out to be.</param>
/// <param name="Caller">Whose it is; null unless it is good.</param>
/// <param name="Key">What is on file of it; null for the development key and unless it is good.</param>
/// <param name="Session">Id of the session if it is a session's token.</param>
public readonly record struct KeyCheck(KeyStatus Standing, Caller? Caller = null, KnownKey? Key = null, string? Session = null)
{
    /// <summary>Whether it opens anything.</summary>
    [MemberNotNullWhen(true, nameof(Caller))]
    public bool IsGood => Standing == KeyStatus.Good;
}
