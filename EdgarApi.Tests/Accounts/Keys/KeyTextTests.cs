using System.Reflection;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using CsCheck;
using EdgarApi.Accounts.Keys;

namespace EdgarApi.Tests.Accounts.Keys;

public sealed partial class KeyTextTests
{
    [Theory]
    [InlineData(KeyKind.Live, "^edg_live_[0-9A-Za-z]{12}_[0-9A-Za-z]{32}_[0-9A-Za-z]{6}$")]
    [InlineData(KeyKind.Test, "^edg_test_[0-9A-Za-z]{12}_[0-9A-Za-z]{32}_[0-9A-Za-z]{6}$")]
    public void A_key_consists_of_kind_id_secret_and_checksum(KeyKind kind, string shape)
    {
        var text = KeyText.Create(kind);
        Assert.Matches(shape, text);
        Assert.True(KeyText.TryRead(text, out var key));
        Assert.Equal((kind, text.Split('_')[2]), (key.Kind, key.Id.ToString()));
    }

    [Fact]
    public void A_session_id_starts_with_its_user()
    {
        var text = KeyText.CreateSession(62);
        Assert.Matches("^edg_sess_000010[0-9A-Za-z]{12}_[0-9A-Za-z]{32}_[0-9A-Za-z]{6}$", text);
        Assert.True(KeyText.TryRead(text, out var key));
        Assert.Equal((KeyKind.Session, text.Split('_')[2]), (key.Kind, key.Id.ToString()));
    }

    [Fact]
    public void A_secret_has_more_than_160_random_bits() => Assert.InRange(KeyText.SecretLength * Math.Log2(62), 160, 256);

    /// <summary>
    /// The checksum is zlib's CRC-32 of the preceding text in base 62: <c>zlib.crc32(b'edg_test_0123456789AB_' + b'x' * 32)</c> is
    /// 4193285809.
    /// </summary>
    [Fact]
    public void The_checksum_is_the_CRC_32_in_base_62()
    {
        Assert.True(KeyText.TryRead("edg_test_0123456789AB_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_4ZmbC5", out _));
    }

    [Fact]
    public void Every_single_changed_character_is_detected()
    {
        var text = KeyText.Create(KeyKind.Live);
        for (var place = 0; place < text.Length; place++)
        {
            var changed = text.ToCharArray();
            changed[place] = changed[place] == 'a' ? 'b' : 'a';
            Assert.False(KeyText.TryRead(changed, out _), $"{place} of {text}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("edg_live_")]
    [InlineData("edg_live_____________________________________________________")]
    [InlineData("sk_live_0123456789AB_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_000000")]
    public void Invalid_key_texts_are_rejected(string text) => Assert.False(KeyText.TryRead(text, out _));

    [Fact]
    public void Any_text_can_be_parsed() => Gen.OneOf(
        Gen.String,
        Gen.String[0, 80].Select(text => "edg_live_" + text),
        Gen.Char['0', 'z'].Array[61].Select(letters => new string(letters)),
        Gen.Select(Gen.Int[0, 60], Gen.Char, (place, letter) =>
        {
            var text = KeyText.Create(KeyKind.Test).ToCharArray();
            text[place] = letter;
            return new string(text);
        })).Sample(text => !KeyText.TryRead(text, out var key) || Shape().IsMatch(text) && key.Id.Length > 0, iter: 20_000);

    /// <summary>The expected hash is from FIPS 180-2, appendix B.1.</summary>
    [Fact]
    public void The_hash_is_the_SHA_256_of_the_whole_text() => Assert.Equal(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Convert.ToHexStringLower(KeyText.ComputeHash("abc")));

    [Fact]
    public void Hashes_are_compared_in_constant_time()
    {
        var matches = typeof(KeyText).GetMethod(nameof(KeyText.Matches))!;
        Assert.Contains(typeof(CryptographicOperations).GetMethod(nameof(CryptographicOperations.FixedTimeEquals)), GetCalls(matches));
        Assert.True(KeyText.Matches("abc", KeyText.ComputeHash("abc")));
        Assert.False(KeyText.Matches("abd", KeyText.ComputeHash("abc")));
    }

    private static IEnumerable<MethodBase?> GetCalls(MethodInfo method)
    {
        const byte Call = 0x28;
        var code = method.GetMethodBody()!.GetILAsByteArray()!;
        for (var at = 0; at + 4 < code.Length; at++)
        {
            if (code[at] != Call) continue;
            MethodBase? called = null;
            try
            {
                called = method.Module.ResolveMethod(BitConverter.ToInt32(code, at + 1));
            }
            catch (ArgumentException)
            {
                // An operand byte of another instruction can look like a call.
            }

            yield return called;
        }
    }

    [GeneratedRegex(
        "^edg_(live|test)_[0-9A-Za-z]{12}_[0-9A-Za-z]{32}_[0-9A-Za-z]{6}$|^edg_sess_[0-9A-Za-z]{18}_[0-9A-Za-z]{32}_[0-9A-Za-z]{6}$")]
    private static partial Regex Shape();
}
