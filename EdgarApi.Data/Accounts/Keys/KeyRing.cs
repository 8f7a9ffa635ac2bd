using EdgarApi.Data.Postgres.Routing;
using Microsoft.Extensions.Options;

namespace EdgarApi.Data.Accounts.Keys;

/// <summary>
/// Tells what a key opens. Keys in use are in this process's memory, so that most requests ask nobody; <see cref="KeySync"/> drops what changed.
/// </summary>
public sealed class KeyRing
{
    private readonly RowsById<KnownKey> keys;
    private readonly DevelopmentKey development;
    private readonly KeyOptions options;
    private readonly TimeProvider time;
    private long trustedUntil;

    internal KeyRing(KeyReader reader, DevelopmentKey development, IOptions<KeyOptions> options, TimeProvider time)
    {
        (this.development, this.options, this.time) = (development, options.Value, time);
        keys = new RowsById<KnownKey>(reader.ReadAsync, options.Value, time);
        Heard();
    }

    /// <summary>The keys that this process has met.</summary>
    internal IEnumerable<KnownKey> Known => keys.Known;

    /// <summary>Checks a key by what this process knows; false when somebody has to be asked.</summary>
    /// <param name="text">Whatever came as a key.</param>
    /// <param name="check">What it turned out to be.</param>
    public bool TryCheck(ReadOnlySpan<char> text, out KeyCheck check)
    {
        check = default;
        if (development.Matches(text))
        {
            check = new KeyCheck(KeyStanding.Good, development.Caller);
            return true;
        }

        if (!KeyText.TryRead(text, out var key)) return true;
        var now = time.GetUtcNow().UtcTicks;
        if (now >= Volatile.Read(ref trustedUntil) || !keys.TryFind(key.Id, out var known)) return false;
        check = Judge(text, known, now);
        return true;
    }

    /// <summary>Checks a key, asking the database for one that this process does not know.</summary>
    /// <exception cref="DatabaseUnavailableException">No node could answer, or too many unknown keys come at once.</exception>
    public ValueTask<KeyCheck> CheckAsync(string text, CancellationToken cancellationToken) =>
        TryCheck(text, out var check) ? ValueTask.FromResult(check) : AskAsync(text, cancellationToken);

    /// <summary>Forgets a key or session that changed.</summary>
    internal void Forget(string id) => keys.Forget(id);

    /// <summary>Forgets all.</summary>
    internal void Clear() => keys.Clear();

    /// <summary>The database has told what changed: what is known is right.</summary>
    internal void Heard() => Volatile.Write(ref trustedUntil, (time.GetUtcNow() + options.TrustFor).UtcTicks);

    private async ValueTask<KeyCheck> AskAsync(string text, CancellationToken cancellationToken)
    {
        var id = KeyText.TryRead(text, out var key) ? key.Id.ToString() : throw new ArgumentException("Not a key.", nameof(text));
        var known = await keys.ReadAsync(id).WaitAsync(cancellationToken).ConfigureAwait(false);
        return Judge(text, known, time.GetUtcNow().UtcTicks);
    }

    private static KeyCheck Judge(ReadOnlySpan<char> text, KnownKey? key, long now)
    {
        if (key is null || !key.Matches(text)) return default;
        var standing = key.StandingAt(now);
        if (standing != KeyStanding.Good) return new KeyCheck(standing);
        key.Used(now);
        return new KeyCheck(KeyStanding.Good, key.Caller, key);
    }
}
