using System.Runtime.CompilerServices;

namespace EdgarApi.Accounts.Keys;

/// <summary>
/// The hash by which a secret is known. The text that has it is remembered in memory once it came, so that of a key in use each further request is compared, not
/// hashed. The time that a comparison takes tells nothing of where texts differ.
/// </summary>
/// <param name="hash">As <see cref="KeyText.Hash"/> makes it.</param>
internal sealed class SecretHash(byte[] hash)
{
    private string? seen;

    /// <summary>Whether a text has the hash.</summary>
    public bool Matches(ReadOnlySpan<char> text)
    {
        if (HasSeen(text)) return true;
        if (!KeyText.Matches(text, hash)) return false;
        Volatile.Write(ref seen, text.ToString());
        return true;
    }

    /// <summary>Whether a text came before and was found to have the hash; false says nothing.</summary>
    public bool HasSeen(ReadOnlySpan<char> text) => Volatile.Read(ref seen) is { } good && text.Length == good.Length && FixedTimeEquals(text, good);

    /// <summary>
    /// Looks at each character, whatever those before it were. <c>CryptographicOperations.FixedTimeEquals</c> does the same without being optimized, in a quarter
    /// of a microsecond for a key: a hundredth of all that a hit takes.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool FixedTimeEquals(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        var differences = 0;
        for (var i = 0; i < one.Length; i++) differences |= one[i] ^ other[i];
        return differences == 0;
    }
}
