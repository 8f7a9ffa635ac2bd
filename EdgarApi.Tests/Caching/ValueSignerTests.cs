using EdgarApi.Caching;
using EdgarApi.Tests.Servers;
using Microsoft.Extensions.Logging.Testing;

namespace EdgarApi.Tests.Caching;

public sealed class ValueSignerTests(SharedServers servers)
{
    private const string Costco = "e:test:stmt:{0000909832}:1:abc";
    private const string Walmart = "e:test:stmt:{0000104169}:1:abc";
    private const string NextKey = "another-signing-key-of-the-tests-0123";

    private readonly string _space = $"t{Guid.NewGuid():N}"[..20];

    [Fact]
    public void A_value_is_valid_under_its_own_key_only()
    {
        var signer = RedisPools.CreateSigner();
        var signed = signer.Sign(Costco, "revenue"u8);

        Assert.Equal("revenue"u8.ToArray(), signer.Verify(Costco, signed));
        Assert.Null(signer.Verify(Walmart, signed));
        Assert.Null(signer.Verify(Costco, null));
        Assert.Equal(1, signer.Rejected);
    }

    [Fact]
    public void No_changed_shortened_or_extended_value_is_valid()
    {
        var signer = RedisPools.CreateSigner();
        var signed = signer.Sign(Costco, "revenue"u8);
        for (var i = 0; i < signed.Length; i++)
        {
            var changed = signed.ToArray();
            changed[i] ^= 1;
            Assert.Null(signer.Verify(Costco, changed));
            Assert.Null(signer.Verify(Costco, signed[..i]));
        }

        Assert.Null(signer.Verify(Costco, [.. signed, 0]));
        Assert.Null(signer.Verify(Costco, "revenue"u8.ToArray()));
        Assert.Null(signer.Verify(Costco[..^1], signer.Sign(Costco, "revenue"u8)));
        // A byte that moves from the value to the key.
        Assert.Null(signer.Verify(Costco + "r", [.. "evenue"u8, .. signed[7..]]));
    }

    [Fact]
    public void A_flood_of_invalid_values_is_logged_once()
    {
        var log = new FakeLogCollector();
        var signer = RedisPools.CreateSigner(log: log);
        for (var i = 0; i < 100; i++) signer.Verify(Costco, [1, 2, 3]);

        Assert.Contains(Costco, Assert.Single(log.GetSnapshot()).Message, StringComparison.Ordinal);
        Assert.Equal(100, signer.Rejected);
    }

    [Fact]
    public void During_a_rotation_both_keys_are_valid_and_the_first_signs()
    {
        var (old, rotating, done) = (
            RedisPools.CreateSigner(), RedisPools.CreateSigner(NextKey, RedisPools.SigningKey), RedisPools.CreateSigner(NextKey));

        Assert.NotNull(rotating.Verify(Costco, old.Sign(Costco, "revenue"u8)));
        Assert.NotNull(done.Verify(Costco, rotating.Sign(Costco, "revenue"u8)));
        Assert.Null(done.Verify(Costco, old.Sign(Costco, "revenue"u8)));
    }

    [Fact]
    public void Without_a_key_a_process_accepts_only_its_own_values()
    {
        var (one, other) = (RedisPools.CreateSigner(key: ""), RedisPools.CreateSigner(key: ""));

        Assert.NotNull(one.Verify(Costco, one.Sign(Costco, "revenue"u8)));
        Assert.Null(other.Verify(Costco, one.Sign(Costco, "revenue"u8)));
    }

    [Fact]
    public async Task A_response_copied_to_the_key_of_another_company_is_not_served()
    {
        var redis = (await servers.RedisAsync()).ConnectionString;
        var (costco, walmart) = ($"e:{_space}:ov:{{0000909832}}:1:abc", $"e:{_space}:ov:{{0000104169}}:1:abc");
        await using var process = new CachingProcess(redis, _space);
        await process.GetAndStoreAsync(costco, "Costco");
        var database = process.Redis!.First.GetDatabase();
        await database.StringSetAsync(walmart, await database.StringGetAsync(costco));

        await using var other = new CachingProcess(redis, _space);
        Assert.Equal((CacheResult.HitRedis, "Costco"), await CachingProcess.UnwrapAsync(other.GetAsync(costco, "computed")));
        Assert.Equal((CacheResult.Miss, "Walmart"), await CachingProcess.UnwrapAsync(other.GetAsync(walmart, "Walmart")));
    }

    [Fact]
    public async Task A_response_with_a_flipped_byte_is_computed_again_and_replaced()
    {
        var redis = (await servers.RedisAsync()).ConnectionString;
        var key = $"e:{_space}:ov:{{0000909832}}:1:abc";
        await using var process = new CachingProcess(redis, _space);
        await process.GetAndStoreAsync(key, "revenue 275");
        var database = process.Redis!.First.GetDatabase();
        var stored = (byte[])(await database.StringGetAsync(key))!;
        var digit = stored.AsSpan().IndexOf("275"u8);
        Assert.True(digit > 0);
        stored[digit] = (byte)'9';
        await database.StringSetAsync(key, stored, TimeSpan.FromHours(1));

        await using var other = new CachingProcess(redis, _space);
        Assert.Equal((CacheResult.Miss, "revenue 275"), await CachingProcess.UnwrapAsync(other.GetAndStoreAsync(key, "revenue 275")));
        await using var third = new CachingProcess(redis, _space);
        Assert.Equal((CacheResult.HitRedis, "revenue 275"), await CachingProcess.UnwrapAsync(third.GetAsync(key, "computed")));
    }
}
