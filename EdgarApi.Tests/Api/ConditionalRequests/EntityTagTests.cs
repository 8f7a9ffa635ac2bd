using EdgarApi.Api.ConditionalRequests;
using EdgarApi.Api.Responses;
using EdgarApi.Caching;
using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Tests.Api.ConditionalRequests;

public sealed class EntityTagTests
{
    private static readonly EntityTag Tag = EntityTag.ForRequest("/companies/{id}", "1:abc", "annual:4", MediaType.Json);

    [Fact]
    public void Data_request_route_and_format_each_change_the_tag()
    {
        EntityTag[] tags =
        [
            Tag,
            EntityTag.ForRequest("/other/{id}", "1:abc", "annual:4", MediaType.Json),
            EntityTag.ForRequest("/companies/{id}", "2:abc", "annual:4", MediaType.Json),
            EntityTag.ForRequest("/companies/{id}", "1:abc", "annual:5", MediaType.Json),
            EntityTag.ForRequest("/companies/{id}", "1:abc", "annual:4", MediaType.Csv),
        ];
        Assert.Equal(tags.Length, tags.Distinct().Count());
        Assert.Equal(Tag, EntityTag.ForRequest("/companies/{id}", "1:abc", "annual:4", MediaType.Json));
    }

    [Fact]
    public void A_new_version_of_the_rules_makes_every_tag_and_cache_key_a_new_one()
    {
        var next = EntityTag.ForRequest("/companies/{id}", "1:abc", "annual:4", MediaType.Json, RulesVersion.Current + 1);
        Assert.Equal(Tag, EntityTag.ForRequest("/companies/{id}", "1:abc", "annual:4", MediaType.Json, RulesVersion.Current));
        Assert.NotEqual(Tag, next);
        Assert.Null(next.FindMatch([Tag.For(ContentCoding.Identity)], ContentCoding.Identity));
        Assert.NotEqual(
            CacheKey.Create("test", CacheKind.Statement, new Cik(1), 1, Tag.Hash),
            CacheKey.Create("test", CacheKind.Statement, new Cik(1), 1, next.Hash));
    }

    [Fact]
    public void Each_encoding_has_its_own_strong_tag()
    {
        Assert.Equal($"\"{Tag.Hash}\"", Tag.For(ContentCoding.Identity));
        Assert.Equal($"\"{Tag.Hash}-gzip\"", Tag.For(ContentCoding.Gzip));
        Assert.Equal($"\"{Tag.Hash}-br\"", Tag.For(ContentCoding.Brotli));
    }

    [Fact]
    public void If_None_Match_is_a_list_compared_weakly()
    {
        Assert.Equal(Tag.For(ContentCoding.Gzip), Tag.FindMatch([$"\"other\", W/{Tag.For(ContentCoding.Gzip)}"], ContentCoding.Gzip));
        Assert.Equal(Tag.For(ContentCoding.Identity), Tag.FindMatch(["\"other\"", Tag.For(ContentCoding.Identity)], ContentCoding.Gzip));
        Assert.Null(Tag.FindMatch(["\"other\""], ContentCoding.Identity));
        Assert.Null(Tag.FindMatch([Tag.For(ContentCoding.Brotli)], ContentCoding.Gzip));
        Assert.Null(Tag.FindMatch([], ContentCoding.Identity));
        Assert.Null(Tag.FindMatch(["not a tag"], ContentCoding.Identity));
    }
}
