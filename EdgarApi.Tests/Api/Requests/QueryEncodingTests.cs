using EdgarApi.Api.Requests;

namespace EdgarApi.Tests.Api.Requests;

public sealed class QueryEncodingTests
{
    [Theory]
    [InlineData("")]
    [InlineData("?query=apple+inc&limit=5")]
    [InlineData("?query=nestl%C3%A9%20s%2ea")]
    [InlineData("?query=%F0%9F%8D%8E")]
    public void Percent_encoded_UTF_8_is_decodable(string query) => Assert.True(QueryEncoding.IsDecodable(query));

    [Theory]
    [InlineData("?query=%")]
    [InlineData("?query=%4")]
    [InlineData("?query=100%25%")]
    [InlineData("?query=%zz")]
    [InlineData("?query=%+1")]
    [InlineData("?query=%FF")]
    [InlineData("?query=%C3x%A9")]
    [InlineData("?query=%C0%AF")]
    [InlineData("?query=%ED%A0%80")]
    public void Anything_else_is_not(string query) => Assert.False(QueryEncoding.IsDecodable(query));
}
