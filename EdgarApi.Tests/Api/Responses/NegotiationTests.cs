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
    public void Accept_chooses_by_quality_then_specificity(string accept, string expected) =>
        Assert.Equal(expected, MediaType.Choose([accept], [MediaType.Json, MediaType.Csv])?.Name);

    [Theory]
    [InlineData("image/png")]
    [InlineData("application/json;q=0")]
    [InlineData("text/html")]
    public void Accept_that_takes_none_gets_none(string accept) => Assert.Null(MediaType.Choose([accept], [MediaType.Json]));

    [Fact]
    public void Without_accept_the_first_is_chosen() => Assert.Equal(MediaType.Json, MediaType.Choose([], [MediaType.Json, MediaType.Csv]));

    [Theory]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("br, gzip", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip;q=1, br;q=0.5", "gzip")]
    [InlineData("br;q=0, *", "gzip")]
    [InlineData("deflate", "identity")]
    [InlineData("gzip;q=0", "identity")]
    [InlineData("identity", "identity")]
    public void Accept_encoding_chooses_by_quality_and_then_the_smaller(string acceptEncoding, string expected) =>
        Assert.Equal(expected, ContentCoding.Choose(acceptEncoding).Name);
}
