using EdgarApi.Accounts.Keys;

namespace EdgarApi.Accounts.Sessions;

/// <summary>A cached session. Its key determines what it allows.</summary>
/// <param name="Hash">Hash of the whole token.</param>
/// <param name="Key">Public id of the key.</param>
/// <param name="ExpiresAt">Time of expiry in ticks.</param>
/// <param name="IsEnded">Whether it was ended before its expiry.</param>
internal sealed record KnownSession(byte[] Hash, string Key, long ExpiresAt, bool IsEnded)
{
    /// <summary>An ended session; its other properties do not matter.</summary>
    public static KnownSession Ended { get; } = new(new byte[KeyText.HashLength], "", 0, IsEnded: true);

    private readonly SecretHash _secret = new(Hash);

    public KeyStatus StatusAt(ReadOnlySpan<char> token, long now) =>
        IsEnded || !_secret.Matches(token) ? KeyStatus.Invalid : now >= ExpiresAt ? KeyStatus.Expired : KeyStatus.Good;
}
