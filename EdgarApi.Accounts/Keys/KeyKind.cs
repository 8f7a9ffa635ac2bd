namespace EdgarApi.Accounts.Keys;

/// <summary>The kinds of credentials.</summary>
public enum KeyKind
{
    /// <summary>A production key, <c>edg_live_…</c>.</summary>
    Live,

    /// <summary>A test key, <c>edg_test_…</c>: the same rights, but recognizable as less critical if it leaks.</summary>
    Test,

    /// <summary>A short-lived session token, <c>edg_sess_…</c>.</summary>
    Session,
}
