using EdgarApi.Accounts.Sessions;
using EdgarApi.Storage.Routing;
using Microsoft.Extensions.Options;

namespace EdgarApi.Accounts.Keys;

/// <summary>
/// Authenticates keys and session tokens. Caches those in use in memory, so that most requests need no I/O.
/// <see cref="KeyCacheRefresher"/> removes those that change.
/// </summary>
public sealed class KeyCache : IDisposable
{
    private readonly RowCache<KnownKey> _keys;
    private readonly RowCache<KnownSession> _sessions;
    private readonly DevelopmentKey _development;
    private readonly KeyOptions _options;
    private readonly TimeProvider _time;
    private long _trustedUntil;

    internal KeyCache(KeyReader keys, SessionReader sessions, DevelopmentKey development, IOptions<KeyOptions> options, TimeProvider time)
    {
        (_development, _options, _time) = (development, options.Value, time);
        _keys = new RowCache<KnownKey>(keys.ReadAsync, options.Value, time);
        _sessions = new RowCache<KnownSession>(sessions.ReadAsync, options.Value, time);
        MarkCurrent();
    }

    /// <summary>The cached keys.</summary>
    internal IEnumerable<KnownKey> Known => _keys.Known;

    /// <summary>Checks a key in memory; false if it must be looked up with <see cref="CheckAsync"/>.</summary>
    /// <param name="text">The presented key or token.</param>
    /// <param name="check">The result.</param>
    public bool TryCheck(ReadOnlySpan<char> text, out KeyCheck check)
    {
        if (TryCheckVerified(text, out check)) return true;
        // The development key never has the format of a stored key.
        if (!KeyText.TryRead(text, out var key))
        {
            if (_development.Matches(text)) check = new KeyCheck(KeyStatus.Good, _development.Caller);
            return true;
        }

        var now = _time.GetUtcNow().UtcTicks;
        if (now >= Volatile.Read(ref _trustedUntil)) return false;
        if (key.Kind == KeyKind.Session) return TryCheckSession(text, key.Id, now, out check);
        if (!_keys.TryFind(key.Id, out var known)) return false;
        check = Match(text, known, now);
        return true;
    }

    /// <summary>Fast path: a text that was verified before is compared instead of being parsed and hashed again.</summary>
    private bool TryCheckVerified(ReadOnlySpan<char> text, out KeyCheck check)
    {
        check = default;
        var now = _time.GetUtcNow().UtcTicks;
        if (now >= Volatile.Read(ref _trustedUntil) || !_keys.TryFind(KeyText.GetIdSpan(text), out var key)
            || key?.IsVerified(text) is not true) return false;
        check = CheckKey(key, now, session: null);
        return true;
    }

    /// <summary>Checks a key; looks it up in the database if it is not cached.</summary>
    /// <exception cref="DatabaseUnavailableException">No node responds, or too many lookups are pending.</exception>
    public ValueTask<KeyCheck> CheckAsync(string text, CancellationToken cancellationToken) =>
        TryCheck(text, out var check) ? ValueTask.FromResult(check)
        : KeyText.TryRead(text, out var key) && key.Kind == KeyKind.Session ? ReadSessionAsync(text, key.Id.ToString(), cancellationToken)
        : ReadAsync(text, key.Id.ToString(), cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _keys.Dispose();
        _sessions.Dispose();
    }

    /// <summary>Removes a key that changed. Notifications about a session always mean that it ended.</summary>
    internal void Invalidate(string id)
    {
        if (id.Length == KeyText.SessionIdLength) _sessions.Put(id, KnownSession.Ended);
        else _keys.Forget(id);
    }

    /// <summary>Removes all keys and sessions.</summary>
    internal void Clear()
    {
        _keys.Clear();
        _sessions.Clear();
    }

    /// <summary>Marks the cache as current: all changes up to now have been applied.</summary>
    internal void MarkCurrent() => Volatile.Write(ref _trustedUntil, (_time.GetUtcNow() + _options.TrustFor).UtcTicks);

    private bool TryCheckSession(ReadOnlySpan<char> token, ReadOnlySpan<char> id, long now, out KeyCheck check)
    {
        check = default;
        if (!_sessions.TryFind(id, out var session)) return false;
        if (session?.StatusAt(token, now) is not KeyStatus.Good)
        {
            check = new KeyCheck(session?.StatusAt(token, now) ?? KeyStatus.Invalid);
            return true;
        }

        if (!_keys.TryFind(session.Key, out var key)) return false;
        check = CheckKey(key, now, id.ToString());
        return true;
    }

    private async ValueTask<KeyCheck> ReadAsync(string text, string id, CancellationToken cancellationToken)
    {
        var known = await _keys.ReadAsync(id).WaitAsync(cancellationToken).ConfigureAwait(false);
        return Match(text, known, _time.GetUtcNow().UtcTicks);
    }

    private async ValueTask<KeyCheck> ReadSessionAsync(string token, string id, CancellationToken cancellationToken)
    {
        if (!_sessions.TryFind(id, out var session))
            session = await _sessions.ReadAsync(id).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (session?.StatusAt(token, _time.GetUtcNow().UtcTicks) is not KeyStatus.Good and var status)
            return new KeyCheck(status ?? KeyStatus.Invalid);
        if (!_keys.TryFind(session!.Key, out var key))
            key = await _keys.ReadAsync(session.Key).WaitAsync(cancellationToken).ConfigureAwait(false);
        return CheckKey(key, _time.GetUtcNow().UtcTicks, id);
    }

    private static KeyCheck Match(ReadOnlySpan<char> text, KnownKey? key, long now) =>
        key is null || !key.Matches(text) ? default : CheckKey(key, now, session: null);

    private static KeyCheck CheckKey(KnownKey? key, long now, string? session)
    {
        if (key?.StatusAt(now) is not KeyStatus.Good) return new KeyCheck(key?.StatusAt(now) ?? KeyStatus.Invalid);
        key.MarkUsed(now);
        return new KeyCheck(KeyStatus.Good, session is null ? key.Caller : key.SessionCaller, key, session);
    }
}
