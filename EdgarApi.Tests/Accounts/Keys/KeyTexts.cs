using System.IO.Hashing;
using System.Text;

namespace EdgarApi.Tests.Accounts.Keys;

/// <summary>Keys forged by someone who knows the format.</summary>
internal static class KeyTexts
{
    /// <summary>The same secret under another id, with a valid checksum.</summary>
    public static string WithId(string key, string id)
    {
        const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        var parts = key.Split('_');
        var text = $"{parts[0]}_{parts[1]}_{id}_{parts[3]}";
        var (check, number) = ("", Crc32.HashToUInt32(Encoding.ASCII.GetBytes(text)));
        for (var digit = 0; digit < 6; digit++) (check, number) = (Alphabet[(int)(number % 62)] + check, number / 62);
        return $"{text}_{check}";
    }
}
