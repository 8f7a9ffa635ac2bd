using EdgarApi.Accounts.Sessions;
using EdgarApi.Storage.Routing;
using Microsoft.Extensions.Options;

namespace EdgarApi.Accounts.Keys;

/// <summary>
/// Tells what a key or a session's token opens. Those in use are in this process's memory, so that most requests ask nobody; <see cref="KeyCacheRefresher"/> drops what
/// changed.
/// </summary>
public sealed class KeyCache
{
    private readonly RowCache<KnownKey> keys;
    private readonly RowCache<KnownSession> sessions;
    private readonly DevelopmentKey development;
    private readonly KeyOptions options;
    private readonly TimeProvider time;
    private long trustedUntil;

    internal KeyCache(KeyReader keys, SessionReader sessions, DevelopmentKey development, IOptions<KeyOptions> options, TimeProvider time)
    {
        (this.development, this.options, this.time) = (development, options.Value, time);
        this.keys = new RowCache<KnownKey>(keys.ReadAsync, options.Value, time);
        this.sessions = new RowCache<KnownSession>(sessions.ReadAsync, options.Value, time);
        Heard();
    }

    /// <summary>The keys that this process has met.</summary>
    internal IEnumerable<KnownKey> Known => keys.Known;

    /// <summary>Checks a key by what this process knows; false when somebody has to be asked.</summary>
    /// <param name="text">Whatever came as a key.</param>
    /// <param name="check">What it turned out to be.</param>
    public bool TryCheck(ReadOnlySpan<char> text, out KeyCheck check)
    {
        if (TryCheckSeen(text, out check)) return true;
        // What has the form of a key is none of a developer's making.
        if (!KeyText.TryRead(text, out var key))
        {
            if (development.Matches(text)) check = new KeyCheck(KeyStatus.Good, development.Caller);
            return true;
        }

        var now = time.GetUtcNow().UtcTicks;
        if (now >= Volatile.Read(ref trustedUntil)) return false;
        if (key.Kind == KeyKind.Session) return TryCheckSession(text, key.Id, now, out check);
        if (!keys.TryFind(key.Id, out var known)) return false;
        check = Judge(text, known, now);
        return true;
    }

    /// <summary>A key in use is found by what came before as this very text, without reading it or hashing it again.</summary>
    private bool TryCheckSeen(ReadOnlySpan<char> text, out KeyCheck check)
    {
        check = default;
        var now = time.GetUtcNow().UtcTicks;
        if (now >= Volatile.Read(ref trustedUntil) || !keys.TryFind(KeyText.IdPlace(text), out var key) || key?.HasSeen(text) is not true) return false;
        check = OfKey(key, now, session: null);
        return true;
    }

    /// <summary>Checks a key, asking the database for one that this process does not know.</summary>
    /// <exception cref="DatabaseUnavailableException">No node could answer, or too many unknown keys come at once.</exception>
    public ValueTask<KeyCheck> CheckAsync(string text, CancellationToken cancellationToken) =>
        TryCheck(text, out var check) ? ValueTask.FromResult(check)
        : KeyText.TryRead(text, out var key) && key.Kind == KeyKind.Session ? AskSessionAsync(text, key.Id.ToString(), cancellationToken)
        : AskAsync(text, key.Id.ToString(), cancellationToken);

    /// <summary>Forgets a key that changed. Of sessions only their end is told, and that is all there is to know of one.</summary>
    internal void Changed(string id)
    {
        if (id.Length == KeyText.SessionIdLength) sessions.Put(id, KnownSession.Ended);
        else keys.Forget(id);
    }

    /// <summary>Forgets all.</summary>
    internal void Clear()
    {
        keys.Clear();
        sessions.Clear();
    }

    /// <summary>The database has told what changed: what is known is right.</summary>
    internal void Heard() => Volatile.Write(ref trustedUntil, (time.GetUtcNow() + options.TrustFor).UtcTicks);

    private bool TryCheckSession(ReadOnlySpan<char> token, ReadOnlySpan<char> id, long now, out KeyCheck check)
    {
        check = default;
        if (!sessions.TryFind(id, out var session)) return false;
        if (session?.StandingAt(token, now) is not KeyStatus.Good)
        {
            check = new KeyCheck(session?.StandingAt(token, now) ?? KeyStatus.Invalid);
            return true;
        }

        if (!keys.TryFind(session.Key, out var key)) return false;
        check = OfKey(key, now, id.ToString());
        return true;
    }

    private async ValueTask<KeyCheck> AskAsync(string text, string id, CancellationToken cancellationToken)
    {
        var known = await keys.ReadAsync(id).WaitAsync(cancellationToken).ConfigureAwait(false);
        return Judge(text, known, time.GetUtcNow().UtcTicks);
    }

    private async ValueTask<KeyCheck> AskSessionAsync(string token, string id, CancellationToken cancellationToken)
    {
        if (!sessions.TryFind(id, out var session)) session = await sessions.ReadAsync(id).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (session?.StandingAt(token, time.GetUtcNow().UtcTicks) is not KeyStatus.Good and var standing) return new KeyCheck(standing ?? KeyStatus.Invalid);
        if (!keys.TryFind(session!.Key, out var key)) key = await keys.ReadAsync(session.Key).WaitAsync(cancellationToken).ConfigureAwait(false);
        return OfKey(key, time.GetUtcNow().UtcTicks, id);
    }

    private static KeyCheck Judge(ReadOnlySpan<char> text, KnownKey? key, long now) => key is null || !key.Matches(text) ? default : OfKey(key, now, session: null);

    private static KeyCheck OfKey(KnownKey? key, long now, string? session)
    {
        if (key?.StandingAt(now) is not KeyStatus.Good) return new KeyCheck(key?.StandingAt(now) ?? KeyStatus.Invalid);
        key.Used(now);
        return new KeyCheck(KeyStatus.Good, session is null ? key.Caller : key.SessionCaller, key, session);
    }
}
