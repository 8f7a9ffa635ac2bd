using EdgarApi.Api.Responses;

namespace EdgarApi.Tests.Api.Responses;

public sealed class NegotiationTests
{
    [Theory]
    [InlineData("*/*", "application/json")]
    [InlineData("application/*", "application/json")]
    [InlineData("text/csv", "text/csv")]
    [InlineData("TEXT/CSV; charset=utf-8", "text/csv")]
    [InlineData("text/html, application/xhtml+xml, */*;q=0.8", "application/json")]
    [InlineData("application/json;q=0.5, text/csv", "text/csv")]
    [InlineData("text/csv;q=0, */*", "application/json")]
    [InlineData("application/json;q=0, */*", "text/csv")]
    public void Accept_selects_by_quality_then_by_specificity(string accept, string expected) =>
        Assert.Equal(expected, MediaType.Choose([accept], [MediaType.Json, MediaType.Csv])?.Name);

    [Theory]
    [InlineData("image/png")]
    [InlineData("application/json;q=0")]
    [InlineData("text/html")]
    public void Accept_without_a_supported_format_selects_none(string accept) => Assert.Null(MediaType.Choose([accept], [MediaType.Json]));

    [Fact]
    public void Without_Accept_the_first_format_is_selected() =>
        Assert.Equal(MediaType.Json, MediaType.Choose([], [MediaType.Json, MediaType.Csv]));

    [Theory]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("br, gzip", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip;q=1, br;q=0.5", "gzip")]
    [InlineData("br;q=0, *", "gzip")]
    [InlineData("deflate", "identity")]
    [InlineData("gzip;q=0", "identity")]
    [InlineData("identity", "identity")]
    public void Accept_Encoding_selects_by_quality_then_the_smaller_encoding(string acceptEncoding, string expected) =>
        Assert.Equal(expected, ContentCoding.Choose(acceptEncoding).Name);
}
