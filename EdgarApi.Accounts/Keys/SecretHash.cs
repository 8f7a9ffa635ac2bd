using System.Runtime.CompilerServices;

namespace EdgarApi.Accounts.Keys;

/// <summary>
/// The stored hash of a secret. Remembers the text once it was verified, so that further requests compare texts instead of hashing.
/// Comparisons take constant time.
/// </summary>
/// <param name="hash">A hash from <see cref="KeyText.Hash"/>.</param>
internal sealed class SecretHash(byte[] hash)
{
    private string? _verifiedText;

    /// <summary>Whether a text has this hash.</summary>
    public bool Matches(ReadOnlySpan<char> text)
    {
        if (IsVerified(text)) return true;
        if (!KeyText.Matches(text, hash)) return false;
        Volatile.Write(ref _verifiedText, text.ToString());
        return true;
    }

    /// <summary>Whether a text was already verified; false says nothing about its validity.</summary>
    public bool IsVerified(ReadOnlySpan<char> text) =>
        Volatile.Read(ref _verifiedText) is { } verified && text.Length == verified.Length && FixedTimeEquals(text, verified);

    /// <summary>
    /// Compares every character regardless of earlier differences. <c>CryptographicOperations.FixedTimeEquals</c> is compiled without
    /// optimization and takes a quarter of a microsecond per key, a hundredth of the time of a cached response.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool FixedTimeEquals(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        var differences = 0;
        for (var i = 0; i < one.Length; i++) differences |= one[i] ^ other[i];
        return differences == 0;
    }
}
