using System.Diagnostics.Metrics;
using EdgarApi.Accounts;
using EdgarApi.Api.Caching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace EdgarApi.Tests.Api.Caching;

public sealed class AdmissionTests : IDisposable
{
    private static readonly TierCatalog Tiers = new();

    private readonly FakeTimeProvider _time = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Admission _admission;
    private int _next;

    public AdmissionTests() => _admission = new Admission(_time, new ComputeThreads(), _services.GetRequiredService<IMeterFactory>());

    public void Dispose() => _services.Dispose();

    [Fact]
    public void A_hundred_responses_are_in_progress_and_the_rest_are_rejected()
    {
        Assert.Equal(100, Admit("enterprise", 150));
        Assert.Equal(50, _admission.Rejected);

        _admission.Leave("0", _time.GetTimestamp());
        Assert.Equal(1, Admit("enterprise", 2));
    }

    [Fact]
    public void Requests_for_a_response_in_progress_share_its_place()
    {
        Assert.Equal(100, Admit("enterprise", 100));
        for (var i = 0; i < 1_000; i++) Assert.True(_admission.TryEnter("0", Tiers.Find("public")));
        Assert.False(_admission.TryEnter("another", Tiers.Find("enterprise")));

        for (var i = 0; i < 1_000; i++) _admission.Leave("0", _time.GetTimestamp());
        Assert.False(_admission.TryEnter("another", Tiers.Find("enterprise")));
        _admission.Leave("0", _time.GetTimestamp());
        Assert.True(_admission.TryEnter("another", Tiers.Find("enterprise")));
    }

    [Fact]
    public void Public_is_shed_first_then_basic_then_pro_then_enterprise()
    {
        Assert.Equal(40, Admit("public", 100));
        Assert.Equal((0, 20), (Admit("public", 10), Admit("basic", 100)));
        Assert.Equal((0, 0, 20), (Admit("public", 10), Admit("basic", 10), Admit("pro", 100)));
        Assert.Equal((0, 0, 0, 20), (Admit("public", 10), Admit("basic", 10), Admit("pro", 10), Admit("enterprise", 100)));
    }

    [Fact]
    public void The_limit_falls_while_every_wait_is_too_long_and_recovers_afterwards()
    {
        var limits = new List<int> { _admission.Limit };
        for (var i = 0; i < 20; i++)
        {
            Pass(Admission.Target + TimeSpan.FromTicks(1));
            limits.Add(_admission.Limit);
        }

        Assert.Equal([100, Math.Max(70, Admission.MinLimit), Math.Max(49, Admission.MinLimit)], limits.Take(3));
        Assert.Equal(Admission.MinLimit, limits[^1]);
        Assert.Equal(Admission.MinLimit, Admit("enterprise", 200));

        for (var i = 0; i < 20; i++) Pass(Admission.Target);
        Assert.Equal(100, _admission.Limit);
    }

    [Fact]
    public void Many_rejections_leave_evenly_spaced_and_none_waits_for_more_than_two_seconds()
    {
        var gap = TimeSpan.FromTicks(TimeSpan.TicksPerSecond / Admission.RejectionsPerSecond);
        var delays = Enumerable.Range(0, 3 * Admission.RejectionsPerSecond).Select(_ => _admission.HoldRejection()).ToArray();

        Assert.Equal((TimeSpan.Zero, gap, 2 * gap), (delays[0], delays[1], delays[2]));
        Assert.Equal(delays.Order(), delays);
        Assert.Equal(2.0, delays[^1].TotalSeconds);
        var twoSeconds = 2 * Admission.RejectionsPerSecond;
        Assert.InRange(delays.Count(delay => delay < Admission.MaxRejectionDelay), twoSeconds, twoSeconds + 1);

        // Those that waited for two seconds do not delay the next ones.
        _time.Advance(Admission.MaxRejectionDelay);
        Assert.InRange(_admission.HoldRejection(), TimeSpan.Zero, gap);
    }

    [Fact]
    public void A_few_rejections_leave_at_once()
    {
        for (var i = 0; i < 2 * Admission.RejectionsPerSecond; i++)
        {
            Assert.Equal(TimeSpan.Zero, _admission.HoldRejection());
            _time.Advance(TimeSpan.FromSeconds(1.0 / Admission.RejectionsPerSecond) + TimeSpan.FromTicks(1));
        }
    }

    [Fact]
    public void A_burst_that_drains_within_an_interval_is_no_overload()
    {
        for (var i = 0; i < 10; i++)
        {
            for (var request = 0; request < 50; request++) _admission.Record(TimeSpan.FromMilliseconds(90));
            _admission.Record(TimeSpan.FromMilliseconds(1));
            Pass(TimeSpan.FromMilliseconds(90));
        }

        Assert.Equal(100, _admission.Limit);
    }

    [Fact]
    public void After_an_idle_time_the_limit_is_whole_again()
    {
        for (var i = 0; i < 20; i++) Pass(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromMinutes(1));
        _admission.Record(TimeSpan.Zero);

        Assert.Equal(100, _admission.Limit);
    }

    [Fact]
    public void The_limit_falls_while_many_responses_take_too_long()
    {
        Admit("enterprise", 100);
        for (var i = 0; i < 20; i++) Respond(Admission.DurationTarget + TimeSpan.FromTicks(1), i);
        Assert.Equal(Admission.MinLimit, _admission.Limit);

        Respond(Admission.DurationTarget, 20);
        for (var i = 0; i < 20; i++) Pass(TimeSpan.Zero);
        Assert.Equal(100, _admission.Limit);
    }

    [Fact]
    public void A_few_responses_that_take_long_are_no_overload()
    {
        Admit("enterprise", Admission.MinLimit);
        for (var i = 0; i < Admission.MinLimit; i++) Respond(TimeSpan.FromSeconds(5), i);

        Assert.Equal(100, _admission.Limit);
    }

    /// <summary>Ends a response at the end of an interval, while threads are free.</summary>
    private void Respond(TimeSpan duration, int number)
    {
        var began = _time.GetTimestamp();
        _time.Advance(duration);
        _admission.Record(TimeSpan.Zero);
        _admission.Leave($"{number}", began);
    }

    /// <summary>Records a wait at the end of an interval.</summary>
    private void Pass(TimeSpan wait)
    {
        _time.Advance(Admission.Interval);
        _admission.Record(wait);
    }

    /// <summary>Returns how many of several different requests are admitted.</summary>
    private int Admit(string tier, int requests) =>
        Enumerable.Range(0, requests).Count(_ => _admission.TryEnter($"{_next++}", Tiers.Find(tier)));
}
