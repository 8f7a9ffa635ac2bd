using System.Diagnostics;
using System.Globalization;
using EdgarApi.Caching;
using EdgarApi.Caching.Redis;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using ZiggyCreatures.Caching.Fusion.Locking.Distributed.Redis;

namespace EdgarApi.Benchmarks.Caching;

/// <summary>
/// Requests uncached responses in two processes at the same time. Measures the Redis commands and how long the process that does not
/// compute waits, with <see cref="RedisLocker"/> and with FusionCache's own locker. Each process has its own memory and connections.
/// </summary>
internal static class ColdAnswers
{
    private const int Keys = 300;

    /// <summary>Number of keys that one process requests at once, without a second process.</summary>
    private const int Together = 32;

    /// <summary><c>cold-answers REDIS</c>: the connection string of a Redis that nobody else uses.</summary>
    public static async Task RunAsync(string redis)
    {
        using var observer = await ConnectionMultiplexer.ConnectAsync($"{redis},allowAdmin=true"); // for INFO
        Console.WriteLine("locker    asked by       computing   waiter p50    p95    max ms   computed/key   commands/key   keys/s");
        for (var round = 0; round < 3; round++)
            foreach (var ours in (bool[])[true, false])
            {
                await using var one = await Process.StartAsync(redis, ours);
                await using var other = await Process.StartAsync(redis, ours);
                await TogetherAsync(observer, one, other, ours, TimeSpan.Zero);
                await TogetherAsync(observer, one, other, ours, TimeSpan.FromMilliseconds(5));
                await TogetherAsync(observer, one, other, ours, TimeSpan.FromMilliseconds(50));
                await AloneAsync(observer, one, ours);
            }
    }

    private static async Task TogetherAsync(ConnectionMultiplexer observer, Process one, Process other, bool ours, TimeSpan computing)
    {
        var (waits, computed, space) = (new List<double>(), 0, Guid.NewGuid().ToString("N"));
        var (before, begun) = (await CommandsAsync(observer), Stopwatch.GetTimestamp());
        for (var i = 0; i < Keys; i++)
        {
            var key = $"e:bench:ov:{{0000320193}}:1:{space}{i}";
            var asked = Stopwatch.GetTimestamp();
            var times = await Task.WhenAll(AskAsync(one), AskAsync(other));
            waits.Add(times.Max());

            async Task<double> AskAsync(Process process)
            {
                await process.Cache.GetAsync(key, CacheKind.Overview, ComputeAsync, CancellationToken.None);
                return Stopwatch.GetElapsedTime(asked).TotalMilliseconds;
            }
        }

        Report(ours, "two at once", computing, waits, (double)computed / Keys, (double)(await CommandsAsync(observer) - before) / Keys,
            Keys / Stopwatch.GetElapsedTime(begun).TotalSeconds);

        async ValueTask<string?> ComputeAsync(CancellationToken token)
        {
            Interlocked.Increment(ref computed);
            if (computing > TimeSpan.Zero) await Task.Delay(computing, token);
            return "computed";
        }
    }

    private static async Task AloneAsync(ConnectionMultiplexer observer, Process one, bool ours)
    {
        var (count, space, waits) = (Keys * 10, Guid.NewGuid().ToString("N"), new double[Keys * 10]);
        var (before, begun) = (await CommandsAsync(observer), Stopwatch.GetTimestamp());
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = Together }, async (i, _) =>
        {
            var asked = Stopwatch.GetTimestamp();
            await one.Cache.GetAsync($"e:bench:ov:{{0000320193}}:1:{space}{i}", CacheKind.Overview, _ =>
                ValueTask.FromResult<string?>("computed"), CancellationToken.None);
            waits[i] = Stopwatch.GetElapsedTime(asked).TotalMilliseconds;
        });
        var elapsed = Stopwatch.GetElapsedTime(begun);
        Report(ours, $"one, {Together} keys", TimeSpan.Zero, [.. waits], 1, (double)(await CommandsAsync(observer) - before) / count,
            count / elapsed.TotalSeconds);
    }

    private static void Report(bool ours, string asked, TimeSpan computing, List<double> waits, double computed, double commands,
        double rate)
    {
        waits.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{(ours ? "ours" : "library"),-8}  {asked,-13}  {computing.TotalMilliseconds,6} ms {waits[waits.Count / 2],12:0.0} "
            + $"{waits[waits.Count * 95 / 100],6:0.0} {waits[^1],6:0.0} {computed,14:0.00} {commands,14:0.0} {rate,8:0}"));
    }

    /// <summary>Commands from clients; those of scripts come on top.</summary>
    private static async Task<long> CommandsAsync(ConnectionMultiplexer observer)
    {
        // Commands that follow a response belong to it.
        await Task.Delay(300);
        var info = await observer.GetServers()[0].InfoAsync("stats");
        return info.SelectMany(group => group).Where(line => line.Key == "total_commands_processed")
            .Sum(line => long.Parse(line.Value, CultureInfo.InvariantCulture));
    }

    private sealed class TextCodec : ICacheCodec<string>
    {
        public byte Layout => 1;

        public long GetSize(string value) => 2 * value.Length;

        public void Write(BinaryWriter output, string value) => output.Write(value);

        public string Read(BinaryReader input) => input.ReadString();
    }

    /// <summary>A process as far as its cache goes.</summary>
    private sealed class Process : IAsyncDisposable
    {
        private readonly RedisPool _pool;

        private Process(RedisPool pool)
        {
            _pool = pool;
            var options = Options.Create(new CacheOptions { SigningKey = new string('k', 32) });
            var gateway = new RedisGateway(pool, options, TimeProvider.System, NullLogger<RedisGateway>.Instance);
            var signer = new ValueSigner(options, gateway, TimeProvider.System, NullLogger<ValueSigner>.Instance);
            Cache = new TieredCache<string>("texts", new TextCodec(), options, gateway, pool, signer, TimeProvider.System,
                NullLoggerFactory.Instance);
        }

        public TieredCache<string> Cache { get; }

        public static async Task<Process> StartAsync(string redis, bool ours)
        {
            var settings = ConfigurationOptions.Parse(redis);
            RedisClientExtensions.Configure(settings, new CacheOptions());
            var process = new Process(new RedisPool(await ConnectionMultiplexer.ConnectAsync(settings), Options.Create(settings)));
            if (!ours) process.Cache.Fusion.SetupDistributedLocker(
                new RedisDistributedLocker(
                    new RedisDistributedLockerOptions { ConnectionMultiplexerFactory = process._pool.ConnectAsync }));
            for (var i = 0; i < 200; i++)
                await process.Cache.GetAsync($"e:bench:ov:{{0000320193}}:1:{Guid.NewGuid():N}", CacheKind.Overview, _ =>
                    ValueTask.FromResult<string?>("warm"), CancellationToken.None);
            return process;
        }

        public async ValueTask DisposeAsync()
        {
            Cache.Dispose();
            await _pool.DisposeAsync();
        }
    }
}
