using EdgarApi.Accounts.Keys;

namespace EdgarApi.Accounts.Sessions;

/// <summary>A session as a process knows it. What it opens is its key's to say.</summary>
/// <param name="Hash">Of the whole token.</param>
/// <param name="Key">Public part of its key.</param>
/// <param name="ExpiresAt">The end of its time, in ticks.</param>
/// <param name="IsEnded">Whether it was ended before.</param>
internal sealed record KnownSession(byte[] Hash, string Key, long ExpiresAt, bool IsEnded)
{
    /// <summary>One that was ended, of which nothing else matters any more.</summary>
    public static KnownSession Ended { get; } = new(new byte[KeyText.HashLength], "", 0, IsEnded: true);

    private readonly SecretHash secret = new(Hash);

    public KeyStatus StandingAt(ReadOnlySpan<char> token, long now) =>
        IsEnded || !secret.Matches(token) ? KeyStatus.Invalid : now >= ExpiresAt ? KeyStatus.Expired : KeyStatus.Good;
}
