using EdgarApi.Caching;
using EdgarApi.Financials.Companies;
using Microsoft.Extensions.Caching.Memory;

namespace EdgarApi.Tests.Caching;

public sealed class BoundedMemoryTests
{
    private const int EntryBytes = 10_000;
    private const long Limit = 1 << 20;

    [Fact]
    public void The_least_recently_used_entries_are_evicted_before_the_limit()
    {
        using var memory = new BoundedMemory(1);
        Add(memory, "used");
        for (var i = 0; i < 500; i++)
        {
            Assert.True(memory.TryGetValue("used", out _));
            Add(memory, $"once {i}");
            Assert.True(memory.TryGetValue($"once {i}", out _));
            Assert.InRange(memory.Size, EntryBytes, (long)(BoundedMemory.EvictAbove * Limit) + EntryBytes);
        }

        Assert.False(memory.TryGetValue("once 0", out _));
    }

    [Fact]
    public void The_entries_of_a_company_can_be_removed()
    {
        using var memory = new BoundedMemory(1);
        var (apple, nvidia) = (CreateKey(new Cik(320193)), CreateKey(new Cik(1045810)));
        Add(memory, apple);
        Add(memory, nvidia);

        memory.Release(new HashSet<Cik> { new(320193) });

        Assert.False(memory.TryGetValue(apple, out _));
        Assert.True(memory.TryGetValue(nvidia, out _));
    }

    private static string CreateKey(Cik company) => CacheKey.Create("dev", CacheKind.Statement, company, 1, "00");

    private static void Add(BoundedMemory memory, string key) => memory.Set(key, key, new MemoryCacheEntryOptions { Size = EntryBytes });
}
