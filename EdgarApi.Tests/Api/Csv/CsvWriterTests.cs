using System.Buffers;
using System.Text;
using EdgarApi.Api.Csv;

namespace EdgarApi.Tests.Api.Csv;

public sealed class CsvWriterTests
{
    [Fact]
    public void Cells_with_commas_quotes_or_line_breaks_are_quoted_per_RFC_4180() =>
        Assert.Equal("a,\"b,c\",\"say \"\"hi\"\"\",\"two\nlines\"\r\n", Row("a", "b,c", "say \"hi\"", "two\nlines"));

    [Theory]
    [InlineData("=1+1", "'=1+1\r\n")]
    [InlineData("+1", "'+1\r\n")]
    [InlineData("-1", "'-1\r\n")]
    [InlineData("@SUM(A1)", "'@SUM(A1)\r\n")]
    [InlineData("\tx", "'\tx\r\n")]
    [InlineData("=A1,B1", "\"'=A1,B1\"\r\n")]
    [InlineData("a=1", "a=1\r\n")]
    public void Text_that_a_spreadsheet_would_execute_gets_an_apostrophe(string text, string row) => Assert.Equal(row, Row(text));

    [Fact]
    public void Numbers_keep_every_digit_and_their_sign() =>
        Assert.Equal(
            "-12715000000,6.10,0.00001,79228162514264337593543950335\r\n",
            Row((decimal?)-12715000000m, (decimal?)6.10m, (decimal?)0.00001m, (decimal?)decimal.MaxValue));

    [Fact]
    public void A_missing_value_is_an_empty_cell() => Assert.Equal(",,\r\n", Row((string?)null, (decimal?)null, (DateOnly?)null));

    [Fact]
    public void Dates_are_ISO_8601() => Assert.Equal("2025-09-27\r\n", Row((DateOnly?)new DateOnly(2025, 9, 27)));

    private static string Row(params CsvCell[] cells)
    {
        var output = new ArrayBufferWriter<byte>();
        CsvWriter.WriteRow(output, cells);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
