using EdgarApi.Sec;
using EdgarApi.Sec.Live;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Polly.CircuitBreaker;

namespace EdgarApi.Tests.Sec;

/// <summary>The limits of requests to the SEC, and what happens when it fails or rejects them.</summary>
public sealed class SecClientTests : LiveSourceTest
{
    [Fact]
    public async Task Twenty_five_calls_are_in_flight_and_the_others_wait()
    {
        var client = CreateClient();
        var (gate, atOnce, most) = (new Lock(), 0, 0);
        var (full, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        for (var i = 0; i < 40; i++)
        {
            Sec.Next(AppleFacts, async context =>
            {
                lock (gate)
                {
                    most = Math.Max(most, ++atOnce);
                    if (atOnce == 25) full.TrySetResult();
                }

                await release.Task.WaitAsync(context.RequestAborted);
                lock (gate) atOnce--;
                context.Response.StatusCode = StatusCodes.Status404NotFound;
            });
        }

        var calls = Enumerable.Range(0, 40).Select(_ => client.GetAsync(client.FactsAddress(Apple), null, Cancellation)).ToArray();
        await full.Task.InTimeAsync();
        release.SetResult();

        Assert.NotEmptyAndAll(await Task.WhenAll(calls), answer => Assert.Equal(SecResponseKind.NotFound, answer.Kind));
        Assert.Equal(25, most);
    }

    [Fact]
    public async Task Calls_in_flight_never_exceed_the_limit()
    {
        var (open, most, release) = (0, 0, new SemaphoreSlim(0));
        for (var i = 0; i < 12; i++)
        {
            Sec.Next(AppleFacts, async _ =>
            {
                InterlockedMax(ref most, Interlocked.Increment(ref open));
                if (open == 3) release.Release(100);
                await release.WaitAsync(Cancellation);
                Interlocked.Decrement(ref open);
            });
        }

        var client = CreateClient(options => options.MaxInFlight = 3);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => client.GetAsync(client.FactsAddress(Apple), null, Cancellation)));

        Assert.Equal(3, most);
    }

    [Fact]
    public async Task A_transient_error_is_retried_and_each_attempt_waits_for_the_rate_limit()
    {
        Sec.Next(AppleFacts, 503);
        Sec.Next(AppleFacts, TruncatedAsync);
        var source = CreateSource();

        Assert.NotNull((await source.ReadOneAsync(Apple, Cancellation))!.Facts);

        Assert.Equal(3, Sec.Count(AppleFacts));
        Assert.Equal(Sec.Requests.Count, Budget.Requests);
    }

    [Fact]
    public async Task Many_errors_open_the_circuit_breaker_and_a_success_after_the_break_closes_it()
    {
        var client = CreateClient();
        for (var i = 0; i < 1000; i++) Sec.Next(AppleFacts, 500);
        SecUnavailableException error;
        do
        {
            Assert.True(Sec.Requests.Count < 1000, "The circuit stays closed.");
            error = await Assert.ThrowsAsync<SecUnavailableException>(
                () => client.GetAsync(client.FactsAddress(Apple), null, Cancellation));
        }
        while (error.InnerException is not BrokenCircuitException);

        var requests = Sec.Requests.Count;
        await Assert.ThrowsAsync<SecUnavailableException>(() => client.GetAsync(client.SubmissionsAddress(Apple), null, Cancellation));
        Assert.Equal(requests, Sec.Requests.Count);

        await Waiting.UntilAsync(
            async () =>
            {
                try
                {
                    return (await client.GetAsync(client.SubmissionsAddress(Apple), null, Cancellation)).Kind == SecResponseKind.File;
                }
                catch (SecUnavailableException open) when (open.InnerException is BrokenCircuitException)
                {
                    return false;
                }
            },
            meanwhile: () => Time.Now += TimeSpan.FromSeconds(1), what: "the circuit to close");
        for (var i = 0; i < 3; i++)
            Assert.Equal(SecResponseKind.File, (await client.GetAsync(client.SubmissionsAddress(Apple), null, Cancellation)).Kind);
    }

    [Fact]
    public async Task A_429_pauses_all_requests_for_its_Retry_After_and_is_retried()
    {
        Sec.Next(AppleFacts, 429, retryAfter: 1);
        var source = CreateSource();

        Assert.NotNull((await source.ReadOneAsync(Apple, Cancellation))!.Facts);

        Assert.Equal([TimeSpan.FromSeconds(1)], Budget.Pauses);
        Assert.Equal(2, Sec.Count(AppleFacts));
    }

    [Theory]
    [InlineData(429, 600, 600)]
    [InlineData(403, null, 600)]
    [InlineData(403, 90, 90)]
    public async Task A_rejection_with_a_long_Retry_After_is_not_retried_and_has_the_retry_time(int status, int? retryAfter, int pause)
    {
        Sec.Next(AppleFacts, status, retryAfter);
        var source = CreateSource();

        var error = await Assert.ThrowsAsync<SecUnavailableException>(async () => await source.ReadOneAsync(Apple, Cancellation));

        Assert.Equal(TimeSpan.FromSeconds(pause), error.RetryAfter);
        Assert.Contains("User-Agent", error.Message, StringComparison.Ordinal);
        Assert.Equal([TimeSpan.FromSeconds(pause)], Budget.Pauses);
        Assert.Equal(1, Sec.Count(AppleFacts));
    }

    [Fact]
    public async Task A_response_beyond_the_size_limit_is_aborted_with_or_without_a_Content_Length()
    {
        var source = CreateSource(options => options.MaxAnswerLength = 300_000);

        var document = await source.ReadOneAsync(Apple, Cancellation);
        Assert.Equal(Sec.Address + AppleFacts[1..], document!.Fault!.File);
        Assert.Contains("larger than the maximum of 300000 bytes", document.Fault.Reason, StringComparison.Ordinal);

        Sec.Next(AppleFacts, async context =>
        {
            context.Response.ContentLength = 300_001;
            await context.Response.Body.WriteAsync(new byte[300_001], context.RequestAborted);
        });
        Assert.Contains("larger", (await source.ReadOneAsync(Apple, Cancellation))!.Fault!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endless_response_is_aborted_after_the_attempt_timeout()
    {
        for (var i = 0; i < 10; i++) Sec.Next(AppleFacts, HangingAsync);
        var source = CreateSource(options => options.AttemptTimeout = TimeSpan.FromMilliseconds(300));

        var error = await Assert.ThrowsAsync<SecUnavailableException>(async () => await source.ReadOneAsync(Apple, Cancellation));

        Assert.Null(error.RetryAfter);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Jane Doe")]
    [InlineData("jane@example.com")]
    [InlineData("jane@doe.org\r\nX: y")]
    public void An_invalid_contact_is_rejected_with_the_way_to_set_it(string contact)
    {
        var error = Assert.Throws<OptionsValidationException>(() => CreateSource(options => options.Contact = contact));

        Assert.Contains("EdgarApi__Sec__Contact=", error.Message, StringComparison.Ordinal);
    }

    private static async Task TruncatedAsync(HttpContext context)
    {
        context.Response.ContentLength = 1000;
        await context.Response.Body.WriteAsync(new byte[100], context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        context.Abort();
    }

    private static async Task HangingAsync(HttpContext context)
    {
        await context.Response.Body.WriteAsync(new byte[100], context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        var aborted = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(aborted.SetResult);
        await aborted.Task;
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = most; value > seen; seen = most)
        {
            if (Interlocked.CompareExchange(ref most, value, seen) == seen) return;
        }
    }
}
