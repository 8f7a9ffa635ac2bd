using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace EdgarApi.Data.Accounts.Keys;

/// <summary>
/// The hash by which a secret is known. The text that has it is remembered in memory once it came, so that of a key in use each further request is compared, not
/// hashed. The time that a comparison takes tells nothing of where texts differ.
/// </summary>
/// <param name="hash">As <see cref="KeyText.Hash"/> makes it.</param>
internal sealed class SecretHash(byte[] hash)
{
    private byte[]? seen;

    /// <summary>Whether a text has the hash.</summary>
    public bool Matches(ReadOnlySpan<char> text)
    {
        if (HasSeen(text)) return true;
        if (!KeyText.Matches(text, hash)) return false;
        if (Ascii.IsValid(text)) Volatile.Write(ref seen, Encoding.ASCII.GetBytes(text.ToArray()));
        return true;
    }

    /// <summary>Whether a text came before and was found to have the hash; false says nothing. What of a key is before its secret is public, and compared at once.</summary>
    public bool HasSeen(ReadOnlySpan<char> text)
    {
        if (Volatile.Read(ref seen) is not { } good || text.Length != good.Length) return false;
        Span<byte> bytes = stackalloc byte[KeyText.MaxLength];
        if (Ascii.FromUtf16(text, bytes, out var written) != OperationStatus.Done) return false;
        var secretAt = Math.Max(0, written - KeyText.SecretEndLength);
        return bytes[..secretAt].SequenceEqual(good.AsSpan(0, secretAt))
            && CryptographicOperations.FixedTimeEquals(bytes[secretAt..written], good.AsSpan(secretAt));
    }
}
