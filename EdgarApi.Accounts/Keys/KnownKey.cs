namespace EdgarApi.Accounts.Keys;

/// <summary>A cached key.</summary>
/// <param name="id">Row id.</param>
/// <param name="publicId">Public id.</param>
/// <param name="hash">Hash of the whole key.</param>
/// <param name="isActive">Whether the key, its user and its organization are active.</param>
/// <param name="expiresAt">Time of expiry; null if the key never expires.</param>
/// <param name="caller">The caller that the key authenticates.</param>
public sealed class KnownKey(long id, string publicId, byte[] hash, bool isActive, DateTimeOffset? expiresAt, Caller caller)
{
    private readonly SecretHash _secret = new(hash);
    private readonly long _expiresAt = expiresAt?.UtcTicks ?? long.MaxValue;
    private long _usedAt;

    /// <summary>Row id.</summary>
    public long Id => id;

    /// <summary>Public id.</summary>
    public string PublicId => publicId;

    /// <summary>The caller that the key authenticates.</summary>
    public Caller Caller => caller;

    /// <summary>The caller that the key's sessions authenticate: they can only read.</summary>
    public Caller SessionCaller { get; } = caller with { Scopes = caller.Scopes & KeyScope.Read };

    /// <summary>Time of the last use seen by this process, in ticks, to the second; 0 if it was not used.</summary>
    public long UsedAt => Volatile.Read(ref _usedAt);

    /// <summary>Whether a text is this key.</summary>
    public bool Matches(ReadOnlySpan<char> text) => _secret.Matches(text);

    /// <summary>Whether a text was already verified as this key; false says nothing about its validity.</summary>
    internal bool IsVerified(ReadOnlySpan<char> text) => _secret.IsVerified(text);

    /// <summary>The validity at a time in ticks.</summary>
    public KeyStatus StatusAt(long now) => !isActive ? KeyStatus.Invalid : now >= _expiresAt ? KeyStatus.Expired : KeyStatus.Good;

    /// <summary>Records a use. Writes at most once per second, to avoid contention between processors.</summary>
    public void MarkUsed(long now)
    {
        if (now - Volatile.Read(ref _usedAt) >= TimeSpan.TicksPerSecond) Volatile.Write(ref _usedAt, now);
    }
}
