namespace EdgarApi.Accounts.Keys;

/// <summary>A key as a process knows it.</summary>
/// <param name="id">Its row.</param>
/// <param name="publicId">Its public part.</param>
/// <param name="hash">Of the whole key.</param>
/// <param name="isActive">Whether it, its user and its organization are active.</param>
/// <param name="expiresAt">The end of its time; null for none.</param>
/// <param name="caller">Whose it is.</param>
public sealed class KnownKey(long id, string publicId, byte[] hash, bool isActive, DateTimeOffset? expiresAt, Caller caller)
{
    private readonly SecretHash secret = new(hash);
    private readonly long expiresAt = expiresAt?.UtcTicks ?? long.MaxValue;
    private long usedAt;

    /// <summary>Its row.</summary>
    public long Id => id;

    /// <summary>Its public part.</summary>
    public string PublicId => publicId;

    /// <summary>Whose it is.</summary>
    public Caller Caller => caller;

    /// <summary>Whose its sessions are: they open no more than reading.</summary>
    public Caller SessionCaller { get; } = caller with { Scopes = caller.Scopes & KeyScope.Read };

    /// <summary>When it was last used, in ticks, to the second; 0 when this process saw no use of it.</summary>
    public long UsedAt => Volatile.Read(ref usedAt);

    /// <summary>Whether a text is this key.</summary>
    public bool Matches(ReadOnlySpan<char> text) => secret.Matches(text);

    /// <summary>Whether a text came before and was found to be this key; false says nothing.</summary>
    internal bool HasSeen(ReadOnlySpan<char> text) => secret.HasSeen(text);

    /// <summary>What it is worth to whoever has it.</summary>
    public KeyStatus StandingAt(long now) => !isActive ? KeyStatus.Invalid : now >= expiresAt ? KeyStatus.Expired : KeyStatus.Good;

    /// <summary>Notes a use; processors need not fight over the note more often than once a second.</summary>
    public void Used(long now)
    {
        if (now - Volatile.Read(ref usedAt) >= TimeSpan.TicksPerSecond) Volatile.Write(ref usedAt, now);
    }
}
