using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using EdgarApi.Contracts;
using EdgarApi.Contracts.Telemetry;

namespace EdgarApi.Warmer.Warming;

/// <summary>Metrics of cache warming: meter <c>EdgarApi.Warmer.Warming</c>. Every strategy starts at 0.</summary>
internal sealed class WarmMetrics
{
    public const string MeterName = "EdgarApi.Warmer.Warming";

    private readonly ConcurrentDictionary<string, int> _failures = new(
        WarmStrategies.All.Select(strategy => KeyValuePair.Create(strategy, 0)));

    public WarmMetrics(IMeterFactory factory) => factory.Create(MeterName).CreateObservableGauge<int>(
        OperationalMetrics.WarmConsecutiveFailures,
        () => _failures.Select(strategy =>
            new Measurement<int>(strategy.Value, new KeyValuePair<string, object?>("strategy", strategy.Key))));

    /// <summary>Records the end of a run. Runs end one at a time.</summary>
    public void Record(WarmStrategy strategy, bool succeeded) =>
        _failures[strategy.Name] = succeeded ? 0 : _failures[strategy.Name] + 1;
}
