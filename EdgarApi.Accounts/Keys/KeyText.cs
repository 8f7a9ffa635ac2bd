using System.Buffers;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;

namespace EdgarApi.Accounts.Keys;

/// <summary>
/// A key as its owner holds it: <c>edg_{live|test|sess}_{id}_{secret}_{check}</c>. The id is public and finds the row. The secret has
/// 190 random bits. The check is the CRC-32 of everything before it, which rejects mistyped or invented keys without a lookup. All parts
/// consist of 0-9, A-Z, a-z.
/// </summary>
public readonly ref struct KeyText
{
    /// <summary>Length of a key's id.</summary>
    public const int IdLength = 12;

    /// <summary>Length of a session's id, which starts with the user's number.</summary>
    public const int SessionIdLength = UserLength + IdLength;

    /// <summary>Length of the secret.</summary>
    public const int SecretLength = 32;

    /// <summary>Bytes of the hash that is stored.</summary>
    public const int HashLength = SHA256.HashSizeInBytes;

    /// <summary>Maximum length of any key, including the development key.</summary>
    public const int MaxLength = 200;

    private const int UserLength = 6;
    private const int CheckLength = 6;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static readonly string[] Prefixes = ["edg_live_", "edg_test_", "edg_sess_"];
    private static readonly int PrefixLength = Prefixes[0].Length;
    private static readonly int KeyLength = PrefixLength + IdLength + 1 + SecretLength + 1 + CheckLength;
    private static readonly int MaxStructuredLength = PrefixLength + SessionIdLength + 1 + SecretLength + 1 + CheckLength;
    private static readonly SearchValues<char> Letters = SearchValues.Create(Alphabet);

    private KeyText(KeyKind kind, ReadOnlySpan<char> id)
    {
        Kind = kind;
        Id = id;
    }

    /// <summary>The kind of credential.</summary>
    public KeyKind Kind { get; }

    /// <summary>The public id.</summary>
    public ReadOnlySpan<char> Id { get; }

    /// <summary>Parses a key; false if the text does not have the format of a key.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out KeyText key)
    {
        key = default;
        if (text.Length > MaxStructuredLength || GetKind(text) is not { } kind) return false;
        var idLength = GetIdLength(kind);
        if (text.Length != PrefixLength + idLength + 1 + SecretLength + 1 + CheckLength) return false;
        var (secretAt, checkAt) = (PrefixLength + idLength + 1, text.Length - CheckLength);
        var id = text[PrefixLength..(secretAt - 1)];
        if (text[secretAt - 1] != '_' || text[checkAt - 1] != '_' || id.ContainsAnyExcept(Letters)) return false;
        if (text[secretAt..(checkAt - 1)].ContainsAnyExcept(Letters)) return false;

        Span<char> check = stackalloc char[CheckLength];
        WriteCheck(text[..(checkAt - 1)], check);
        if (!text[checkAt..].SequenceEqual(check)) return false;
        key = new KeyText(kind, id);
        return true;
    }

    /// <summary>Creates a key. The returned text is the only copy of the secret.</summary>
    public static string Create(KeyKind kind) => kind == KeyKind.Session
        ? throw new ArgumentException("Use CreateSession for session tokens.", nameof(kind))
        : Create(kind, RandomNumberGenerator.GetString(Alphabet, IdLength));

    /// <summary>Creates a session token.</summary>
    public static string CreateSession(long user)
    {
        Span<char> owner = stackalloc char[UserLength];
        WriteNumber((ulong)user, owner);
        return Create(KeyKind.Session, string.Concat(owner, RandomNumberGenerator.GetString(Alphabet, IdLength)));
    }

    /// <summary>Computes the SHA-256 of the whole text. The secret's entropy makes a slower hash unnecessary.</summary>
    /// <param name="text">A text of at most <see cref="MaxLength"/> characters.</param>
    /// <param name="hash">Receives <see cref="HashLength"/> bytes.</param>
    public static void Hash(ReadOnlySpan<char> text, Span<byte> hash)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, MaxLength);
        Span<byte> bytes = stackalloc byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(text, bytes)], hash);
    }

    /// <summary>Computes the SHA-256 of the whole text.</summary>
    public static byte[] ComputeHash(ReadOnlySpan<char> text)
    {
        var hash = new byte[HashLength];
        Hash(text, hash);
        return hash;
    }

    /// <summary>Compares a text with a hash in constant time.</summary>
    public static bool Matches(ReadOnlySpan<char> text, ReadOnlySpan<byte> hash)
    {
        Span<byte> computed = stackalloc byte[HashLength];
        Hash(text, computed);
        return CryptographicOperations.FixedTimeEquals(computed, hash);
    }

    /// <summary>
    /// The part of the text where a key has its id; empty unless the text has the length of a key. Does not validate the text.
    /// </summary>
    internal static ReadOnlySpan<char> GetIdSpan(ReadOnlySpan<char> text) =>
        text.Length == KeyLength ? text.Slice(PrefixLength, IdLength) : [];

    /// <summary>The part of a key that can be shown and searched for: everything before the secret.</summary>
    public static string GetPrefix(bool isLive, string id) => Prefixes[(int)(isLive ? KeyKind.Live : KeyKind.Test)] + id;

    /// <summary>The part of a session's id that identifies the user.</summary>
    public static string GetUser(string sessionId) => sessionId[..UserLength];

    /// <summary>Extracts the public id from an id, a prefix with id (<c>edg_live_…</c>) or a whole key; null for anything else.</summary>
    public static string? GetId(string text)
    {
        if (TryRead(text, out var key) && key.Kind != KeyKind.Session) return key.Id.ToString();
        return GetIdPrefix(text) is { Length: IdLength } id ? id : null;
    }

    /// <summary>
    /// Extracts the first characters of a public id, with or without <c>edg_live_</c>; null if no key can start with the text.
    /// </summary>
    public static string? GetIdPrefix(string text)
    {
        var id = GetKind(text) is KeyKind.Live or KeyKind.Test ? text[PrefixLength..] : text;
        return id.Length > IdLength || id.AsSpan().ContainsAnyExcept(Letters) ? null : id;
    }

    private static string Create(KeyKind kind, string id)
    {
        var checkedPart = $"{Prefixes[(int)kind]}{id}_{RandomNumberGenerator.GetString(Alphabet, SecretLength)}";
        Span<char> check = stackalloc char[CheckLength];
        WriteCheck(checkedPart, check);
        return $"{checkedPart}_{check}";
    }

    private static KeyKind? GetKind(ReadOnlySpan<char> text)
    {
        for (var kind = 0; kind < Prefixes.Length; kind++)
            if (text.StartsWith(Prefixes[kind], StringComparison.Ordinal)) return (KeyKind)kind;
        return null;
    }

    private static int GetIdLength(KeyKind kind) => kind == KeyKind.Session ? SessionIdLength : IdLength;

    private static void WriteCheck(ReadOnlySpan<char> text, Span<char> check)
    {
        Span<byte> bytes = stackalloc byte[MaxStructuredLength];
        WriteNumber(Crc32.HashToUInt32(bytes[..Encoding.ASCII.GetBytes(text, bytes)]), check);
    }

    private static void WriteNumber(ulong number, Span<char> digits)
    {
        for (var place = digits.Length - 1; place >= 0; place--) (number, digits[place]) = (number / 62, Alphabet[(int)(number % 62)]);
    }
}
