using EdgarApi.Caching;
using EdgarApi.Financials.Companies;
using Microsoft.Extensions.Caching.Memory;

namespace EdgarApi.Tests.Caching;

public sealed class BoundedMemoryTests
{
    private const int EntryBytes = 10_000;
    private const long Limit = 1 << 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

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
    public async Task Evicting_ends_whatever_the_number_of_entries()
    {
        // 49 entries, for example, times a 49th are less than one entry in binary fractions.
        for (var count = 1; count <= 500; count++)
            await Task.Run(() => FillAndCleanUp(count), Token).WaitAsync(TimeSpan.FromSeconds(30), Token);

        static void FillAndCleanUp(int count)
        {
            using var memory = new BoundedMemory(1);
            // 80.5 % of the memory: rounded down to whole entries, evicting the excess often leaves little more than 70 %.
            var options = new MemoryCacheEntryOptions { Size = (long)(0.805 * Limit / count) };
            for (var i = 0; i < count; i++) memory.Set(i, i, options);
            memory.CleanUp();
            Assert.InRange(memory.Size, 0, (long)(BoundedMemory.EvictAbove * Limit));
        }
    }

    [Fact]
    public async Task Evicting_ends_if_no_entry_may_be_removed()
    {
        using var memory = new BoundedMemory(1);
        var options = new MemoryCacheEntryOptions { Size = EntryBytes, Priority = CacheItemPriority.NeverRemove };
        for (var i = 0; i < 100; i++) memory.Set(i, i, options);
        await Task.Run(memory.CleanUp, Token).WaitAsync(TimeSpan.FromSeconds(30), Token);
        Assert.Equal(100, memory.Count);
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
