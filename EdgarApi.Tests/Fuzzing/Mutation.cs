using System.Globalization;
using System.Text;
using CsCheck;

namespace EdgarApi.Tests.Fuzzing;

/// <summary>Generates variants of a real file with a few edits that tend to break parsers.</summary>
internal static class Mutation
{
    private const int MaximumEdits = 6;

    /// <summary>The number of inputs per fuzz test: the environment variable's value, or 20,000.</summary>
    public static int Inputs { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("EDGAR_FUZZ_INPUTS"), CultureInfo.InvariantCulture, out var inputs)
            ? inputs
            : 20_000;

    /// <summary>Unexpected tokens to insert.</summary>
    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "null", "true", "{}", "[]", "[[[[[[[[[[[[[[[[[[[[", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "{\"a\":", "]", "}", ",", ":", "\"",
            "\\", "-", "0", "-0", "-1", "00", "1e400", "1e-400", "-1e28", "79228162514264337593543950335", "79228162514264337593543950336",
            "9223372036854775808", "2147483648", "0.00000000000000000000000000001", "1.5", "NaN", "\"0001-01-01\"", "\"9999-12-31\"",
            "\"2024-02-30\"", "\"cik\":", "\"facts\":", "\"val\":", "\"end\":", "\"start\":", "\uFEFF", "\u2028", "/**/", " \t\r\n",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF],
        [0xC0, 0x80],
        [0xED, 0xA0, 0x80],
        [0],
    ];

    private enum Kind
    {
        Replace,
        Insert,
        Delete,
        Repeat,
        CutOff,
        Flip,
    }

    private sealed record Edit(Kind Kind, double At, int Length, byte[] Bytes);

    private static readonly Gen<byte[]> Piece = Gen.OneOf(
        Gen.Int[0, Tokens.Length - 1].Select(index => Tokens[index]), Gen.Byte.Array[1, 4]);

    private static readonly Gen<Edit> AnyEdit = Gen.Select(Gen.Int[0, 20], Gen.Double.Unit, Gen.Int[1, 24], Piece)
        .Select(
            (kind, at, length, bytes) =>
                new Edit(kind < 20 ? (Kind)(kind % 5 == 4 ? (int)Kind.Flip : kind % 5) : Kind.CutOff, at, length, bytes));

    /// <summary>One of the files with a few edits, or occasionally random bytes.</summary>
    public static Gen<byte[]> From(params byte[][] files) =>
        Gen.Frequency(
            (50,
                Gen.Select(Gen.Int[0, files.Length - 1], AnyEdit.Array[1, MaximumEdits])
                    .Select((file, edits) => edits.Aggregate(files[file], Apply))),
            (1, Gen.Byte.Array[0, 64]));

    /// <summary>One of the texts with a few edits, or occasionally random text.</summary>
    public static Gen<string> From(params string[] texts) => Gen.Frequency(
        (20, From([.. texts.Select(Encoding.UTF8.GetBytes)]).Select(Encoding.UTF8.GetString)), (1, Gen.String));

    /// <summary>Removes characters that a header value cannot contain.</summary>
    public static string ToHeaderValue(string text) => string.Concat(text.Where(letter => letter is >= ' ' and < '\x7f'));

    private static byte[] Apply(byte[] file, Edit edit)
    {
        var at = (int)(edit.At * file.Length);
        var end = Math.Min(file.Length, at + edit.Length);
        return edit.Kind switch
        {
            Kind.Replace => [.. file[..at], .. edit.Bytes, .. file[end..]],
            Kind.Insert => [.. file[..at], .. edit.Bytes, .. file[at..]],
            Kind.Delete => [.. file[..at], .. file[end..]],
            Kind.Repeat => [.. file[..end], .. file[at..]],
            Kind.CutOff => file[..at],
            _ => [.. file[..at], .. file[at..end].Select(value => (byte)(value ^ edit.Bytes[0])), .. file[end..]],
        };
    }
}
