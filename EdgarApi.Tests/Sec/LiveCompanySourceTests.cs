using EdgarApi.Financials.Companies;
using EdgarApi.Sec;
using EdgarApi.Sec.Live;
using EdgarApi.Sec.RequestBudget;
using EdgarApi.Sec.Sources;
using EdgarApi.Tests.Servers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Polly.CircuitBreaker;

namespace EdgarApi.Tests.Sec;

public sealed class LiveCompanySourceTests : IAsyncLifetime
{
    private const string AppleFacts = "/api/xbrl/companyfacts/CIK0000320193.json";
    private const string AppleSubmissions = "/submissions/CIK0000320193.json";
    private static readonly Cik Apple = new(320193);

    private readonly SetClock _time = new(new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero));
    private SecServer _sec = null!;
    private ServiceProvider? _services;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _sec = await SecServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_services is not null) await _services.DisposeAsync();
        await _sec.DisposeAsync();
    }

    private LiveCompanySource Source(Action<SecOptions>? configure = null, params string[] companies)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(_time);
        services.Configure<IngestOptions>(options => options.Companies = companies);
        services.Configure<SecOptions>(options =>
        {
            options.Contact = "Test Suite tests@edgar-api.test";
            options.DataAddress = options.FilesAddress = _sec.Address;
            options.RetryDelay = TimeSpan.FromMilliseconds(1);
            configure?.Invoke(options);
        });
        services.AddSecLive();
        services.AddSingleton<ISecRequestBudget, CountedBudget>();
        _services = services.BuildServiceProvider();
        return _services.GetRequiredService<LiveCompanySource>();
    }

    private CountedBudget Budget => (CountedBudget)_services!.GetRequiredService<ISecRequestBudget>();

    [Fact]
    public async Task A_company_has_facts_a_profile_and_the_filings_of_all_pages()
    {
        var source = Source();

        var tesla = await source.ReadOneAsync(new Cik(1318605), Cancellation);

        Assert.Equal(EdgarData.CompanyFacts(1318605), tesla!.Facts!.Value.ToArray());
        Assert.Equal("Tesla, Inc.", tesla.Profile!.Name);
        Assert.True(tesla.Filings!.Count > 1700);
        Assert.Equal(3, _sec.Requests.Count);
        Assert.Equal(3, Budget.Turns);
        Assert.NotEmptyAndAll(
            _sec.Requests,
            request => Assert.Equal(("EdgarApi Test Suite tests@edgar-api.test", "gzip"), (request.UserAgent, request.AcceptEncoding)));
    }

    [Fact]
    public async Task Twenty_five_calls_are_in_flight_and_the_others_wait()
    {
        _ = Source();
        var client = _services!.GetRequiredService<SecClient>();
        var (gate, atOnce, most) = (new Lock(), 0, 0);
        var (full, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        for (var i = 0; i < 40; i++)
        {
            _sec.Next(AppleFacts, async context =>
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
    public async Task The_ticker_lists_are_downloaded_once_and_then_requested_conditionally()
    {
        var source = Source();

        var first = await source.ReadListingsAsync(Cancellation);
        var second = await source.ReadListingsAsync(Cancellation);

        Assert.True(first.Count > 8000);
        Assert.Equal(first.Count, second.Count);
        Assert.Equal(2, _sec.Requests.Count(request => request.IfNoneMatch.Length > 0));
    }

    [Fact]
    public async Task Requested_companies_are_read_by_ticker_or_CIK_and_keep_their_listing_without_submissions()
    {
        var source = Source(null, "aapl", "CIK0001000275", "NOSUCH");

        var documents = await source.ReadAsync(Cancellation).ToListAsync(Cancellation);

        Assert.Equal([Apple, new Cik(1000275)], documents.Select(document => document.Cik!.Value).Order());
        Assert.Contains("RY", documents.Single(document => document.Cik!.Value.Value == 1000275).Profile!.Tickers);
    }

    [Fact]
    public async Task Only_companies_with_a_new_filing_are_read_again()
    {
        var source = Source();
        var newest = (await source.ReadOneAsync(Apple, Cancellation))!.Filings![0].Accession;

        var same = await source.ReadChangedAsync([new KnownCompany(Apple, newest)], Cancellation).ToListAsync(Cancellation);
        var older = await source.ReadChangedAsync([new KnownCompany(Apple, "0000000000-00-000000")], Cancellation)
            .ToListAsync(Cancellation);

        Assert.Empty(same);
        Assert.Equal(Apple, Assert.Single(older).Cik);
    }

    [Fact]
    public async Task An_unchanged_submissions_file_costs_one_304_once_its_filings_are_stored()
    {
        var source = Source();
        var stale = new KnownCompany(Apple, "0000000000-00-000000");
        var newest = Assert.Single(await source.ReadChangedAsync([stale], Cancellation).ToListAsync(Cancellation)).Filings![0].Accession;

        // Storing failed, so the stored version is still old and the company must be returned again.
        Assert.Single(await source.ReadChangedAsync([stale], Cancellation).ToListAsync(Cancellation));
        Assert.DoesNotContain(_sec.Requests, request => request.IfNoneMatch.Length > 0);
        // The version is stored now.
        Assert.Empty(await source.ReadChangedAsync([new KnownCompany(Apple, newest)], Cancellation).ToListAsync(Cancellation));
        Assert.Single(_sec.Requests, request => request.IfNoneMatch.Length > 0);
    }

    [Fact]
    public async Task A_company_whose_facts_lack_a_report_is_read_again_for_a_day()
    {
        const string Submissions = """
            {
              "cik": "0000320193",
              "name": "Apple Inc.",
              "filings": {
                "recent": {
                  "accessionNumber": ["0000320193-26-000099"],
                  "form": ["10-Q"],
                  "filingDate": ["2026-11-19"],
                  "acceptanceDateTime": ["2026-11-19T22:00:00.000Z"]
                }
              }
            }
            """;
        _sec.Put(AppleSubmissions, Submissions);
        var source = Source();

        Assert.Null((await source.ReadOneAsync(Apple, Cancellation))!.Filings);
        _time.Now += LiveCompanySource.FactsLag;
        Assert.Single((await source.ReadOneAsync(Apple, Cancellation))!.Filings!);
    }

    [Fact]
    public async Task A_transient_error_is_retried_and_each_attempt_waits_for_the_rate_limit()
    {
        _sec.Next(AppleFacts, 503);
        _sec.Next(AppleFacts, TruncatedAsync);
        var source = Source();

        Assert.NotNull((await source.ReadOneAsync(Apple, Cancellation))!.Facts);

        Assert.Equal(3, _sec.Count(AppleFacts));
        Assert.Equal(_sec.Requests.Count, Budget.Turns);
    }

    [Fact]
    public async Task Many_errors_open_the_circuit_breaker_and_a_success_after_the_break_closes_it()
    {
        _ = Source();
        var client = _services!.GetRequiredService<SecClient>();
        for (var i = 0; i < 1000; i++) _sec.Next(AppleFacts, 500);
        SecUnavailableException error;
        do
        {
            Assert.True(_sec.Requests.Count < 1000, "The circuit stays closed.");
            error = await Assert.ThrowsAsync<SecUnavailableException>(
                () => client.GetAsync(client.FactsAddress(Apple), null, Cancellation));
        }
        while (error.InnerException is not BrokenCircuitException);

        var requests = _sec.Requests.Count;
        await Assert.ThrowsAsync<SecUnavailableException>(() => client.GetAsync(client.SubmissionsAddress(Apple), null, Cancellation));
        Assert.Equal(requests, _sec.Requests.Count);

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
            meanwhile: () => _time.Now += TimeSpan.FromSeconds(1), what: "the circuit to close");
        for (var i = 0; i < 3; i++)
            Assert.Equal(SecResponseKind.File, (await client.GetAsync(client.SubmissionsAddress(Apple), null, Cancellation)).Kind);
    }

    [Fact]
    public async Task A_429_pauses_all_requests_for_its_Retry_After_and_is_retried()
    {
        _sec.Next(AppleFacts, 429, retryAfter: 1);
        var source = Source();

        Assert.NotNull((await source.ReadOneAsync(Apple, Cancellation))!.Facts);

        Assert.Equal([TimeSpan.FromSeconds(1)], Budget.Pauses);
        Assert.Equal(2, _sec.Count(AppleFacts));
    }

    [Theory]
    [InlineData(429, 600, 600)]
    [InlineData(403, null, 600)]
    [InlineData(403, 90, 90)]
    public async Task A_rejection_with_a_long_Retry_After_is_not_retried_and_has_the_retry_time(int status, int? retryAfter, int pause)
    {
        _sec.Next(AppleFacts, status, retryAfter);
        var source = Source();

        var error = await Assert.ThrowsAsync<SecUnavailableException>(async () => await source.ReadOneAsync(Apple, Cancellation));

        Assert.Equal(TimeSpan.FromSeconds(pause), error.RetryAfter);
        Assert.Contains("User-Agent", error.Message, StringComparison.Ordinal);
        Assert.Equal([TimeSpan.FromSeconds(pause)], Budget.Pauses);
        Assert.Equal(1, _sec.Count(AppleFacts));
    }

    [Fact]
    public async Task A_rejection_ends_the_stream_but_one_malformed_company_fails_alone()
    {
        for (var i = 0; i < 10; i++) _sec.Next(AppleFacts, 500);
        _sec.Put("/submissions/CIK0001045810.json", """{"cik":"0001045810","na""");
        var source = Source(null, "AAPL", "NVDA", "HD");

        var documents = (await source.ReadAsync(Cancellation).ToListAsync(Cancellation)).OrderBy(document => document.Cik!.Value).ToArray();

        Assert.Contains("500", documents[0].Fault!.Reason, StringComparison.Ordinal);
        Assert.Null(documents[1].Fault);
        Assert.Equal((_sec.Address + "submissions/CIK0001045810.json", 23L), (documents[2].Fault!.File, documents[2].Fault!.Offset!.Value));

        _sec.Next("/api/xbrl/companyfacts/CIK0000354950.json", 403);
        await Assert.ThrowsAsync<SecUnavailableException>(async () => await source.ReadAsync(Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_response_beyond_the_size_limit_is_aborted_with_or_without_a_Content_Length()
    {
        var source = Source(options => options.MaxAnswerLength = 300_000);

        var document = await source.ReadOneAsync(Apple, Cancellation);
        Assert.Equal(_sec.Address + AppleFacts[1..], document!.Fault!.File);
        Assert.Contains("larger than the maximum of 300000 bytes", document.Fault.Reason, StringComparison.Ordinal);

        _sec.Next(AppleFacts, async context =>
        {
            context.Response.ContentLength = 300_001;
            await context.Response.Body.WriteAsync(new byte[300_001], context.RequestAborted);
        });
        Assert.Contains("larger", (await source.ReadOneAsync(Apple, Cancellation))!.Fault!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endless_response_is_aborted_after_the_attempt_timeout()
    {
        for (var i = 0; i < 10; i++) _sec.Next(AppleFacts, HangingAsync);
        var source = Source(options => options.AttemptTimeout = TimeSpan.FromMilliseconds(300));

        var error = await Assert.ThrowsAsync<SecUnavailableException>(async () => await source.ReadOneAsync(Apple, Cancellation));

        Assert.Null(error.RetryAfter);
    }

    [Fact]
    public async Task Calls_in_flight_never_exceed_the_limit()
    {
        var (open, most, release) = (0, 0, new SemaphoreSlim(0));
        for (var i = 0; i < 12; i++)
        {
            _sec.Next(AppleFacts, async _ =>
            {
                InterlockedMax(ref most, Interlocked.Increment(ref open));
                if (open == 3) release.Release(100);
                await release.WaitAsync(Cancellation);
                Interlocked.Decrement(ref open);
            });
        }

        Source(options => options.MaxInFlight = 3);
        var client = _services!.GetRequiredService<SecClient>();
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => client.GetAsync(client.FactsAddress(Apple), null, Cancellation)));

        Assert.Equal(3, most);
    }

    [Fact]
    public async Task A_company_unknown_to_the_SEC_is_null() =>
        Assert.Null(await Source().ReadOneAsync(new Cik(9_999_999_999), Cancellation));

    [Theory]
    [InlineData("")]
    [InlineData("Jane Doe")]
    [InlineData("jane@example.com")]
    [InlineData("jane@doe.org\r\nX: y")]
    public void An_invalid_contact_is_rejected_with_the_way_to_set_it(string contact)
    {
        var error = Assert.Throws<OptionsValidationException>(() => Source(options => options.Contact = contact));

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

    /// <summary>Returns the time set by the test. Timeouts and retries use the system clock.</summary>
    private sealed class SetClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class CountedBudget : ISecRequestBudget
    {
        private int _turns;

        public int Turns => _turns;

        public List<TimeSpan> Pauses { get; } = [];

        public ValueTask WaitAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _turns);
            return ValueTask.CompletedTask;
        }

        public ValueTask PauseAsync(TimeSpan time, CancellationToken cancellationToken)
        {
            lock (Pauses) Pauses.Add(time);
            return ValueTask.CompletedTask;
        }
    }
}
