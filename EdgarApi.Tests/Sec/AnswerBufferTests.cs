using EdgarApi.Sec.Live;

namespace EdgarApi.Tests.Sec;

public sealed class AnswerBufferTests
{
    /// <summary>Two chunks more than small bodies have.</summary>
    private const int Large = AnswerBuffer.LargeLength + (2 << 18);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(262_143)]
    [InlineData(262_144)]
    [InlineData(262_145)]
    [InlineData(1_000_000)]
    [InlineData(Large)]
    [InlineData(Large - 1)]
    public async Task A_body_within_the_limit_is_read_byte_for_byte(int length)
    {
        var body = new byte[length];
        new Random(length).NextBytes(body);
        using var buffer = new AnswerBuffer(Math.Max(1, length));

        Assert.Equal(body, await buffer.ReadAsync(new MemoryStream(body), Token));
    }

    [Fact]
    public async Task A_longer_body_is_read_no_further_than_the_limit_and_one_chunk()
    {
        using var buffer = new AnswerBuffer(1_000_000);
        using var endless = new EndlessStream();

        Assert.Null(await buffer.ReadAsync(endless, Token));
        Assert.InRange(endless.BytesRead, 1_000_000, 1_300_000);
    }

    [Fact]
    public async Task Large_bodies_are_read_one_at_a_time_and_small_ones_do_not_wait()
    {
        using var buffer = new AnswerBuffer(64 << 20);
        var release = new TaskCompletionSource();
        var (one, other) = (new GatedStream(Large) { Gate = release.Task }, new GatedStream(Large));
        var first = buffer.ReadAsync(one, Token);
        await one.Reached.InTimeAsync();

        var second = buffer.ReadAsync(other, Token);
        Assert.Equal(1_000_000, (await buffer.ReadAsync(new MemoryStream(new byte[1_000_000]), Token))!.Length);
        Assert.False(second.IsCompleted);
        release.SetResult();

        Assert.Equal((Large, Large), ((await first.InTimeAsync())!.Length, (await second.InTimeAsync())!.Length));
    }

    [Fact]
    public async Task A_large_body_that_fails_does_not_block_the_next()
    {
        using var buffer = new AnswerBuffer(64 << 20);
        var broken = new GatedStream(Large) { Gate = Task.FromException(new IOException()) };
        await Assert.ThrowsAsync<IOException>(() => buffer.ReadAsync(broken, Token));

        Assert.Equal(Large, (await buffer.ReadAsync(new MemoryStream(new byte[Large]), Token).InTimeAsync())!.Length);
    }

    private sealed class EndlessStream : MemoryStream
    {
        public long BytesRead { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            BytesRead += buffer.Length;
            return new(buffer.Length);
        }
    }

    /// <summary>A body that ends only once its gate opens. By then a large one already has its turn.</summary>
    private sealed class GatedStream(int length) : MemoryStream(new byte[length])
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Gate { get; init; } = Task.CompletedTask;

        public Task Reached => _reached.Task;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = Read(buffer.Span);
            if (read > 0) return read;
            _reached.TrySetResult();
            await Gate;
            return 0;
        }
    }
}
