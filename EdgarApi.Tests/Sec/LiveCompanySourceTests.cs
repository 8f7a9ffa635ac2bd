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
    public async Task A_company_comes_with_facts_profile_and_the_filings_of_all_pages()
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
    public async Task Twenty_five_calls_are_in_flight_at_once_and_the_others_wait()
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
    public async Task The_ticker_lists_are_asked_for_once_and_then_only_whether_they_changed()
    {
        var source = Source();

        var first = await source.ReadListingsAsync(Cancellation);
        var second = await source.ReadListingsAsync(Cancellation);

        Assert.True(first.Count > 8000);
        Assert.Equal(first.Count, second.Count);
        Assert.Equal(2, _sec.Requests.Count(request => request.IfNoneMatch.Length > 0));
    }

    [Fact]
    public async Task Wanted_companies_are_read_by_ticker_or_cik_and_a_listed_one_without_submissions_keeps_its_listing()
    {
        var source = Source(null, "aapl", "CIK0001000275", "NOSUCH");

        var documents = await source.ReadAsync(Cancellation).ToListAsync(Cancellation);

        Assert.Equal([Apple, new Cik(1000275)], documents.Select(document => document.Cik!.Value).Order());
        Assert.Contains("RY", documents.Single(document => document.Cik!.Value.Value == 1000275).Profile!.Tickers);
    }

    [Fact]
    public async Task Only_companies_with_a_filing_that_is_not_on_file_are_read_again()
    {
        var source = Source();
        var newest = (await source.ReadOneAsync(Apple, Cancellation))!.Filings![0].Accession;

        var same = await source.ReadChangedAsync([new KnownCompany(Apple, newest)], Cancellation).ToListAsync(Cancellation);
        var older = await source.ReadChangedAsync([new KnownCompany(Apple, "0000000000-00-000000")], Cancellation).ToListAsync(Cancellation);

        Assert.Empty(same);
        Assert.Equal(Apple, Assert.Single(older).Cik);
    }

    [Fact]
    public async Task An_unchanged_submissions_file_costs_one_empty_answer_but_only_once_its_filings_are_on_file()
    {
        var source = Source();
        var stale = new KnownCompany(Apple, "0000000000-00-000000");
        var newest = Assert.Single(await source.ReadChangedAsync([stale], Cancellation).ToListAsync(Cancellation)).Filings![0].Accession;

        // The store failed: what is on file is still old, and the company must come again.
        Assert.Single(await source.ReadChangedAsync([stale], Cancellation).ToListAsync(Cancellation));
        Assert.DoesNotContain(_sec.Requests, request => request.IfNoneMatch.Length > 0);
        // Now it is stored.
        Assert.Empty(await source.ReadChangedAsync([new KnownCompany(Apple, newest)], Cancellation).ToListAsync(Cancellation));
        Assert.Single(_sec.Requests, request => request.IfNoneMatch.Length > 0);
    }

    [Fact]
    public async Task A_report_that_the_facts_do_not_have_yet_leaves_the_company_to_be_asked_again_for_a_day()
    {
        const string submissions =
            """{"cik":"0000320193","name":"Apple Inc.","filings":{"recent":{"accessionNumber":["0000320193-26-000099"],"form":["10-Q"],"filingDate":["2026-11-19"],"acceptanceDateTime":["2026-11-19T22:00:00.000Z"]}}}""";
        _sec.Put(AppleSubmissions, submissions);
        var source = Source();

        Assert.Null((await source.ReadOneAsync(Apple, Cancellation))!.Filings);
        _time.Now += LiveCompanySource.FactsLag;
        Assert.Single((await source.ReadOneAsync(Apple, Cancellation))!.Filings!);
    }

    [Fact]
    public async Task A_transient_fault_is_retried_and_each_attempt_waits_for_the_rate_limit()
    {
        _sec.Next(AppleFacts, 503);
        _sec.Next(AppleFacts, TruncatedAsync);
        var source = Source();

        Assert.NotNull((await source.ReadOneAsync(Apple, Cancellation))!.Facts);

        Assert.Equal(3, _sec.Count(AppleFacts));
        Assert.Equal(_sec.Requests.Count, Budget.Turns);
    }

    [Fact]
    public async Task Many_errors_open_the_circuit_so_that_the_SEC_is_not_asked_and_an_answer_after_its_pause_closes_it()
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

        var asked = _sec.Requests.Count;
        await Assert.ThrowsAsync<SecUnavailableException>(() => client.GetAsync(client.SubmissionsAddress(Apple), null, Cancellation));
        Assert.Equal(asked, _sec.Requests.Count);

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
    public async Task Too_many_requests_pause_everybody_for_as_long_as_the_SEC_says_and_are_tried_again()
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
    public async Task A_refusal_for_long_is_not_tried_again_and_tells_when_to_ask(int status, int? retryAfter, int pause)
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
    public async Task A_refusal_ends_the_stream_but_one_broken_company_fails_alone()
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
    public async Task An_answer_that_is_too_large_is_given_up_at_the_bound_whether_or_not_it_states_its_length()
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
    public async Task An_answer_that_never_ends_is_given_up_after_the_time_of_an_attempt()
    {
        for (var i = 0; i < 10; i++) _sec.Next(AppleFacts, HangingAsync);
        var source = Source(options => options.AttemptTimeout = TimeSpan.FromMilliseconds(300));

        var error = await Assert.ThrowsAsync<SecUnavailableException>(async () => await source.ReadOneAsync(Apple, Cancellation));

        Assert.Null(error.RetryAfter);
    }

    [Fact]
    public async Task Never_more_calls_are_in_flight_than_allowed()
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
    public async Task A_company_that_the_SEC_does_not_know_is_null() =>
        Assert.Null(await Source().ReadOneAsync(new Cik(9_999_999_999), Cancellation));

    [Theory]
    [InlineData("")]
    [InlineData("Jane Doe")]
    [InlineData("jane@example.com")]
    [InlineData("jane@doe.org\r\nX: y")]
    public void A_contact_that_names_nobody_is_refused_with_the_way_to_set_it(string contact)
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

    /// <summary>Tells the time that the test sets; timeouts and retries run on the real one.</summary>
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
