using System.Globalization;
using System.Text;
using CsCheck;
using EdgarApi.Financials.Facts;

namespace EdgarApi.Financials.Tests.Facts;

public class ShortDecimalTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("0.00")]
    [InlineData("1.50")]
    [InlineData("-0.01")]
    [InlineData("7")]
    [InlineData("391035000000")]
    [InlineData("-391035000000")]
    [InlineData("4294967296.5")]
    [InlineData("999999999999999999")]
    [InlineData("0.1234567890123456")]
    public void It_is_the_decimal_of_the_same_digits(string number) => Assert.Equal(GetBits(number), ReadBits(number));

    [Theory]
    [InlineData("-0")]
    [InlineData("-0.0")]
    [InlineData("1e3")]
    [InlineData("1.5E-2")]
    [InlineData("1234567890123456789")]
    public void Other_numbers_are_left_to_the_general_parser(string number) => Assert.Null(ReadBits(number));

    [Fact]
    public void Random_decimals_have_the_same_bits() => Gen.Select(Gen.Long[-999_999_999_999_999, 999_999_999_999_999], Gen.Int[0, 15])
        .Where((digits, _) => digits != 0)
        .Sample((digits, scale) =>
        {
            var number = new decimal(
                    (int)Math.Abs(digits), (int)(Math.Abs(digits) >> 32), 0, digits < 0, (byte)scale)
                .ToString(CultureInfo.InvariantCulture);
            Assert.Equal(GetBits(number), ReadBits(number));
        });

    private static int[] GetBits(string number) => decimal.GetBits(decimal.Parse(number, CultureInfo.InvariantCulture));

    private static int[]? ReadBits(string number) =>
        ShortDecimal.TryRead(Encoding.UTF8.GetBytes(number), out var value) ? decimal.GetBits(value) : null;
}
