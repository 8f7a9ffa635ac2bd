using System.IO.Compression;
using System.Net;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.ConditionalRequests;

public sealed class ConditionalRequestTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    private const string Income = "/api/v1/companies/AAPL/statements/income?fields=all";

    public static TheoryData<string> Addresses =>
    [
        "/api/v1/companies?query=apple",
        "/api/v1/companies/AAPL/overview",
        Income,
        "/api/v1/companies/AAPL/timeseries?metrics=Revenue",
        "/api/v1/timeseries?companies=AAPL,NVDA&metrics=Revenue",
        "/api/v1/companies/AAPL/facts",
        "/api/v1/companies/AAPL/filings",
        "/api/v1/metrics",
        "/api/v1/updates",
    ];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Sending_the_ETag_of_a_response_yields_a_304_without_a_body(string address)
    {
        using var first = await GetAsync(address);
        Assert.False(first.Headers.ETag!.IsWeak);

        using var second = await GetAsync(address, ("If-None-Match", $"\"other\", W/{first.Headers.ETag}"));
        Assert.Equal((HttpStatusCode.NotModified, first.Headers.ETag), (second.StatusCode, second.Headers.ETag));
        Assert.Equal(first.Headers.CacheControl!.ToString(), second.Headers.CacheControl!.ToString());
        Assert.Equal(first.Headers.Vary, second.Headers.Vary);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync(Token));

        using var any = await GetAsync(address, ("If-None-Match", "*"));
        Assert.Equal(HttpStatusCode.NotModified, any.StatusCode);
        using var other = await GetAsync(address, ("If-None-Match", "\"other\""));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task HEAD_has_the_headers_of_GET_and_no_body(string address)
    {
        using var get = await GetAsync(address);
        using var head = await SendAsync(HttpMethod.Head, address);
        Assert.Equal(
            (get.StatusCode, get.Headers.ETag, get.Content.Headers.ContentType, get.Content.Headers.LastModified),
            (head.StatusCode, head.Headers.ETag, head.Content.Headers.ContentType, head.Content.Headers.LastModified));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Token));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Each_encoding_has_its_own_ETag_and_the_same_content(string coding)
    {
        using var plain = await GetAsync(Income);
        using var compressed = await GetAsync(Income, ("Accept-Encoding", coding));

        Assert.Equal([coding], compressed.Content.Headers.ContentEncoding);
        Assert.NotEqual(plain.Headers.ETag, compressed.Headers.ETag);
        Assert.Contains("Accept-Encoding", compressed.Headers.Vary);
        Assert.Equal(await plain.Content.ReadAsStringAsync(Token), await DecodedAsync(compressed, coding));

        using var again = await GetAsync(Income, ("Accept-Encoding", coding), ("If-None-Match", compressed.Headers.ETag!.ToString()));
        Assert.Equal((HttpStatusCode.NotModified, compressed.Headers.ETag), (again.StatusCode, again.Headers.ETag));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_streamed_response_is_compressed_too(string coding)
    {
        using var plain = await GetAsync("/api/v1/companies/AAPL/facts?limit=500");
        using var compressed = await GetAsync("/api/v1/companies/AAPL/facts?limit=500", ("Accept-Encoding", coding));
        Assert.Equal(await plain.Content.ReadAsStringAsync(Token), await DecodedAsync(compressed, coding));
    }

    [Fact]
    public async Task Responses_below_a_kilobyte_are_not_compressed()
    {
        using var response = await GetAsync("/api/v1/companies?query=aapl&limit=1", ("Accept-Encoding", "gzip, br"));
        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.NotNull(response.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task Different_formats_and_requests_have_different_ETags_but_spellings_do_not()
    {
        async Task<string> GetTag(string address)
        {
            using var response = await GetAsync(address);
            return response.Headers.ETag!.Tag;
        }

        const string Address = "/api/v1/companies/AAPL/statements/income";
        var tag = await GetTag(Address);
        Assert.Equal(tag, await GetTag($"{Address}?freq=annual&periods=4&vintage=latest"));
        Assert.Equal(tag, await GetTag($"{Address}?annual=true"));
        Assert.Equal(await GetTag($"{Address}?fields=Revenue,NetIncome"), await GetTag($"{Address}?fields=netincome,revenue"));
        string[] others =
        [
            tag,
            await GetTag($"{Address}?format=csv"),
            await GetTag($"{Address}?periods=5"),
            await GetTag($"{Address}?fields=all"),
            await GetTag("/api/v1/companies/AAPL/statements/balance"),
            await GetTag("/api/v1/companies/NVDA/statements/income"),
        ];
        Assert.Equal(others.Length, others.Distinct().Count());
    }

    [Fact]
    public async Task Last_Modified_is_the_day_of_the_newest_filing()
    {
        using var response = await GetAsync(Income + "&periods=7");
        Assert.Equal(new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero), response.Content.Headers.LastModified);
        Assert.Equal("miss", Assert.Single(response.Headers.GetValues("X-Cache")));
        Assert.False(response.Headers.Contains("Server"));
    }

    private static async Task<string> DecodedAsync(HttpResponseMessage response, string coding)
    {
        await using var body = await response.Content.ReadAsStreamAsync(Token);
        await using Stream decoded =
            coding == "br" ? new BrotliStream(body, CompressionMode.Decompress) : new GZipStream(body, CompressionMode.Decompress);
        using var reader = new StreamReader(decoded);
        return await reader.ReadToEndAsync(Token);
    }
}
