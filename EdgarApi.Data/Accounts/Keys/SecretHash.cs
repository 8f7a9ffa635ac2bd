using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace EdgarApi.Data.Accounts.Keys;

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
        if (Volatile.Read(ref seen) is { } good && Same(good, text)) return true;
        if (!KeyText.Matches(text, hash)) return false;
        Volatile.Write(ref seen, text.ToString());
        return true;
    }

    private static bool Same(string good, ReadOnlySpan<char> text) =>
        CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(good.AsSpan()), MemoryMarshal.AsBytes(text));
}
