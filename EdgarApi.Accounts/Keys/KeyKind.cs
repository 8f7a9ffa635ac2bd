namespace EdgarApi.Accounts.Keys;

/// <summary>What a text that opens the API is.</summary>
public enum KeyKind
{
    /// <summary>A key, <c>edg_live_…</c>.</summary>
    Live,

    /// <summary>A key for tests and trials, <c>edg_test_…</c>: it opens the same, and whoever finds it in code knows that it matters less.</summary>
    Test,

    /// <summary>A short-lived stand-in for a key, <c>edg_sess_…</c>.</summary>
    Session,
}
