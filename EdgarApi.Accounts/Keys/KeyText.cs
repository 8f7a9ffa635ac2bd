using System.Buffers;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;

namespace EdgarApi.Accounts.Keys;

/// <summary>
/// A key as its owner holds it: <c>edg_{live|test|sess}_{id}_{secret}_{check}</c>. The id is public and finds the key; the secret has 190 random bits; the
/// check is the CRC-32 of all before it, so that a mistyped or invented key is known for one without asking anybody. All parts are of 0-9, A-Z, a-z.
/// </summary>
public readonly ref struct KeyText
{
    /// <summary>Characters of a key's id.</summary>
    public const int IdLength = 12;

    /// <summary>Characters of a session's id, which begins with its user's number.</summary>
    public const int SessionIdLength = UserLength + IdLength;

    /// <summary>Characters of the secret.</summary>
    public const int SecretLength = 32;

    /// <summary>Bytes of the hash by which a key is known.</summary>
    public const int HashLength = SHA256.HashSizeInBytes;

    /// <summary>Characters of whatever can be a key at all, the development key included.</summary>
    public const int MaxLength = 200;

    private const int UserLength = 6;
    private const int CheckLength = 6;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static readonly string[] Prefixes = ["edg_live_", "edg_test_", "edg_sess_"];
    private static readonly int PrefixLength = Prefixes[0].Length;
    private static readonly int KeyLength = PrefixLength + IdLength + 1 + SecretLength + 1 + CheckLength;
    private static readonly int LongestLength = PrefixLength + SessionIdLength + 1 + SecretLength + 1 + CheckLength;
    private static readonly SearchValues<char> Letters = SearchValues.Create(Alphabet);

    private KeyText(KeyKind kind, ReadOnlySpan<char> id)
    {
        Kind = kind;
        Id = id;
    }

    /// <summary>What it is.</summary>
    public KeyKind Kind { get; }

    /// <summary>Its public part.</summary>
    public ReadOnlySpan<char> Id { get; }

    /// <summary>Reads a text; false for what is no key, whatever it is.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out KeyText key)
    {
        key = default;
        if (text.Length > LongestLength || GetKind(text) is not { } kind) return false;
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

    /// <summary>Makes a new key. This text is all there is of its secret.</summary>
    public static string Create(KeyKind kind) => kind == KeyKind.Session
        ? throw new ArgumentException("A session is made for a user.", nameof(kind))
        : Create(kind, RandomNumberGenerator.GetString(Alphabet, IdLength));

    /// <summary>Makes a new session's token.</summary>
    public static string CreateSession(long user)
    {
        Span<char> owner = stackalloc char[UserLength];
        WriteNumber((ulong)user, owner);
        return Create(KeyKind.Session, string.Concat(owner, RandomNumberGenerator.GetString(Alphabet, IdLength)));
    }

    /// <summary>The SHA-256 of the whole text, by which it is known. Its secret has more random bits than anybody could try, so that no slower hash is needed.</summary>
    /// <param name="text">A text of at most <see cref="MaxLength"/> characters, such as one that <see cref="TryRead"/> has read.</param>
    /// <param name="hash">Takes <see cref="HashLength"/> bytes.</param>
    public static void Hash(ReadOnlySpan<char> text, Span<byte> hash)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, MaxLength);
        Span<byte> bytes = stackalloc byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(text, bytes)], hash);
    }

    /// <summary>The SHA-256 of the whole text.</summary>
    public static byte[] ComputeHash(ReadOnlySpan<char> text)
    {
        var hash = new byte[HashLength];
        Hash(text, hash);
        return hash;
    }

    /// <summary>Whether a text has a hash; the time it takes tells nothing of where they differ.</summary>
    public static bool Matches(ReadOnlySpan<char> text, ReadOnlySpan<byte> hash)
    {
        Span<byte> own = stackalloc byte[HashLength];
        Hash(text, own);
        return CryptographicOperations.FixedTimeEquals(own, hash);
    }

    /// <summary>The part of a text where a key of its length has its id; empty for another length. Of the rest of the text it tells nothing.</summary>
    internal static ReadOnlySpan<char> IdPlace(ReadOnlySpan<char> text) => text.Length == KeyLength ? text.Slice(PrefixLength, IdLength) : [];

    /// <summary>What may be shown of a key and searched for: all before its secret.</summary>
    public static string GetPrefix(bool isLive, string id) => Prefixes[(int)(isLive ? KeyKind.Live : KeyKind.Test)] + id;

    /// <summary>The user's part of a session's id.</summary>
    public static string GetUser(string sessionId) => sessionId[..UserLength];

    /// <summary>Reads what somebody calls a key by: its public part, alone or after <c>edg_live_</c>, or the whole key; null for anything else.</summary>
    public static string? GetId(string text)
    {
        if (TryRead(text, out var key) && key.Kind != KeyKind.Session) return key.Id.ToString();
        return Beginning(text) is { Length: IdLength } id ? id : null;
    }

    /// <summary>Reads the beginning of a key's public part, alone or after <c>edg_live_</c>; null for what no key begins with.</summary>
    public static string? Beginning(string text)
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
        Span<byte> bytes = stackalloc byte[LongestLength];
        WriteNumber(Crc32.HashToUInt32(bytes[..Encoding.ASCII.GetBytes(text, bytes)]), check);
    }

    private static void WriteNumber(ulong number, Span<char> digits)
    {
        for (var place = digits.Length - 1; place >= 0; place--) (number, digits[place]) = (number / 62, Alphabet[(int)(number % 62)]);
    }
}
