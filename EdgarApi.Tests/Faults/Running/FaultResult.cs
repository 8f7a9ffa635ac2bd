using System.Globalization;
using EdgarApi.LoadTesting.Measurement;
using EdgarApi.Tests.Faults.Table;
using EdgarApi.Tests.Faults.Traffic;

namespace EdgarApi.Tests.Faults.Running;

/// <summary>Moments of a run, since the start of its traffic.</summary>
/// <param name="Begun">When the fault began.</param>
/// <param name="Ended">When it was ended, or had been caused if it ends by itself.</param>
/// <param name="Recovered">When anything did not work as before for the last time.</param>
internal sealed record FaultTimes(TimeSpan Begun, TimeSpan Ended, TimeSpan Recovered)
{
    /// <summary>Time from the end of the fault to the recovery.</summary>
    public TimeSpan Recovery => Recovered - Ended;
}

/// <summary>A part of a run.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Requests">Number of requests that were due in it.</param>
/// <param name="Failed">Those of them that failed, wrong answers included.</param>
/// <param name="Repeated">Those that had to be repeated.</param>
/// <param name="P50">Median latency in milliseconds.</param>
/// <param name="P99">99th percentile of the latency in milliseconds.</param>
/// <param name="Late">The longest time between when a request was due and when it was sent, in milliseconds.</param>
/// <param name="Slow">Endpoints whose 99th percentile is above their service level.</param>
internal sealed record FaultWindow(
    string Name, int Requests, int Failed, int Repeated, double P50, double P99, double Late, IReadOnlyList<string> Slow);

/// <summary>What a run of a row measured.</summary>
/// <param name="Fault">The row.</param>
/// <param name="Times">Moments of the run.</param>
/// <param name="Windows">Before, during and after the fault.</param>
/// <param name="Timeline">The run by second.</param>
/// <param name="Caches">Number of responses by <c>X-Cache</c>.</param>
/// <param name="Samples">Some of the failed and repeated requests.</param>
/// <param name="Slowest">The slowest requests, slowest first.</param>
/// <param name="Broken">Promises that were not kept, as text; empty if all were.</param>
/// <param name="IsSlow">Whether a 99th percentile is above its service level during or after the fault, but not before it.</param>
internal sealed record FaultResult(
    Fault Fault, FaultTimes Times, IReadOnlyList<FaultWindow> Windows, IReadOnlyList<LoadSecond> Timeline,
    IReadOnlyDictionary<string, int> Caches, IReadOnlyList<string> Samples, IReadOnlyList<SentRequest> Slowest,
    IReadOnlyList<string> Broken, bool IsSlow)
{
    private const int MaxSamples = 20;

    public FaultWindow Before => Windows[0];

    public FaultWindow During => Windows[1];

    public FaultWindow After => Windows[2];

    public static FaultResult Create(
        Fault fault, IReadOnlyList<string> endpoints, FaultTraffic traffic, FaultTimes times, IReadOnlyList<string> further)
    {
        var requests = traffic.Requests;
        FaultWindow[] windows =
        [
            CreateWindow("before", endpoints, requests.Where(request => request.Due < times.Begun)),
            CreateWindow("during", endpoints, requests.Where(request => request.Due >= times.Begun && request.Due <= times.Recovered)),
            CreateWindow("after", endpoints, requests.Where(request => request.Due > times.Recovered)),
        ];
        var broken = new List<string>(further);
        Require(windows.Sum(window => window.Failed) == 0, $"{windows.Sum(window => window.Failed)} requests failed");
        Require(
            fault.AllowsRepeats || windows.Sum(window => window.Repeated) == 0,
            $"{windows.Sum(window => window.Repeated)} requests had to be repeated");
        Require(
            times.Recovery <= fault.RecoveryLimit,
            $"not recovered within {fault.RecoveryLimit.TotalSeconds:0} s");
        return new FaultResult(
            fault, times, windows, traffic.Timeline,
            requests.GroupBy(request => request.Cache ?? "none").ToDictionary(group => group.Key, group => group.Count()),
            [.. requests.Where(request => request.Error is not null || request.Repeated is not null).OrderBy(request => request.Due)
                .Take(MaxSamples).Select(request => request.ToString())],
            [.. requests.OrderByDescending(request => request.Latency).Take(MaxSamples)],
            broken, windows[0].Slow.Count == 0 && windows.Any(window => window.Slow.Count > 0));

        void Require(bool condition, FormattableString text)
        {
            if (!condition) broken.Add(text.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static FaultWindow CreateWindow(string name, IReadOnlyList<string> endpoints, IEnumerable<SentRequest> requests)
    {
        var all = requests.ToList();
        return new FaultWindow(
            name, all.Count, all.Count(request => request.Error is not null), all.Count(request => request.Repeated is not null),
            GetPercentile(all, 0.5), GetPercentile(all, 0.99), all.Max(request => (TimeSpan?)request.Late)?.TotalMilliseconds ?? 0,
            [
                .. from own in all.GroupBy(request => request.Endpoint)
                   let endpoint = endpoints[own.Key]
                   let limit = ExpectedAnswers.GetServiceLevel(endpoint).P99.TotalMilliseconds
                   let measured = GetPercentile([.. own], 0.99)
                   where measured > limit
                   select string.Create(CultureInfo.InvariantCulture, $"{endpoint} {measured:0} ms > {limit:0} ms"),
            ]);
    }

    /// <summary>The smallest latency that is not exceeded by the share of the requests, in milliseconds.</summary>
    private static double GetPercentile(List<SentRequest> requests, double share)
    {
        if (requests.Count == 0) return 0;
        var sorted = requests.Select(request => request.Latency.TotalMilliseconds).Order().ToList();
        return sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)];
    }
}
