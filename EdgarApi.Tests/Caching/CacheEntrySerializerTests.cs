using EdgarApi.Api.Caching;
using EdgarApi.Api.ConditionalRequests;
using EdgarApi.Api.Responses;
using EdgarApi.Caching;
using EdgarApi.Financials.Companies;
using ZiggyCreatures.Caching.Fusion.Internals;
using ZiggyCreatures.Caching.Fusion.Internals.Distributed;

namespace EdgarApi.Tests.Caching;

public sealed class CacheEntrySerializerTests
{
    private static readonly byte[] Body = [.. Enumerable.Range(0, 5000).Select(i => (byte)(i % 17))];
    private readonly CacheEntrySerializer<FinishedAnswer> _serializer = new(new FinishedAnswerCodec(), TimeProvider.System);

    [Fact]
    public async Task An_entry_is_read_back_without_the_priority_it_had_for_its_writer()
    {
        var answer = new FinishedAnswer(
            "application/json; charset=utf-8", new EntityTag("0123"), "Fri, 01 May 2026 00:00:00 GMT", Body)
        {
            Headers = AnswerHeaders.From("/next", 24852, "AAPL-facts.csv"),
        };
        var brotli = answer.GetBody(ContentCoding.Brotli);
        var at = new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
        var entry = new FusionCacheDistributedEntry<CacheEntry<FinishedAnswer>>(
            new CacheEntry<FinishedAnswer>(answer, at, at, fromRedis: false),
            123,
            456,
            null,
            new FusionCacheEntryMetadata(true, 7, "tag", null, 99, 2));

        var bytes = await _serializer.SerializeAsync(entry, TestContext.Current.CancellationToken);
        var back = await _serializer.DeserializeAsync<FusionCacheDistributedEntry<CacheEntry<FinishedAnswer>>>(
            bytes, TestContext.Current.CancellationToken);

        Assert.Equal((123, 456), (back!.Timestamp, back.LogicalExpirationTimestamp));
        Assert.Equal(
            (true, 7, "tag", null, 99, (byte?)null),
            (back.Metadata!.IsStale, back.Metadata.EagerExpirationTimestamp, back.Metadata.ETag, back.Metadata.LastModifiedTimestamp,
                back.Metadata.Size, back.Metadata.Priority));
        var value = back.Value.Value;
        Assert.Equal(
            (at, answer.ContentType, answer.Tag, answer.LastModified, answer.Headers),
            (back.Value.ComputedAt, value.ContentType, value.Tag, value.LastModified, value.Headers));
        Assert.Equal(answer.Identity.Bytes, value.Identity.Bytes);
        Assert.Null(value.Gzip);
        Assert.Equal(brotli.Bytes, value.Brotli!.Bytes);
        Assert.InRange(bytes.Length, 0, Body.Length + brotli.Bytes.Length + 300);
    }

    [Fact]
    public void Bytes_of_another_layout_or_truncated_bytes_are_not_an_entry()
    {
        var texts = new CacheEntrySerializer<string>(new TextCodec(), TimeProvider.System);
        var newer = new CacheEntrySerializer<string>(new TextCodec { Layout = 2 }, TimeProvider.System);
        var entry = new FusionCacheDistributedEntry<CacheEntry<string>>(
            new CacheEntry<string>("text", default, default, fromRedis: false), 1, 2, null, null);
        var bytes = texts.Serialize(entry);
        Assert.Throws<InvalidDataException>(() => newer.Deserialize<FusionCacheDistributedEntry<CacheEntry<string>>>(bytes));
        Assert.ThrowsAny<IOException>(() => texts.Deserialize<FusionCacheDistributedEntry<CacheEntry<string>>>(bytes[..^2]));
        Assert.Throws<NotSupportedException>(() => texts.Serialize("text"));
    }

    [Fact]
    public void Keys_have_the_company_as_hash_tag_and_its_data_version()
    {
        Assert.Equal("e:dev:stmt:{0000320193}:42:abcd", CacheKey.Create("dev", CacheKind.Statement, new Cik(320193), 42, "abcd"));
        Assert.Equal("e:prod:ts:abcd", CacheKey.Create("prod", CacheKind.TimeSeries, "abcd"));
        Assert.Equal("e:dev:session:{7}:abcd", CacheKey.ForSession("dev", "7", "abcd"));
    }
}
