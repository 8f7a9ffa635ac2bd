using System.Diagnostics.Metrics;
using EdgarApi.Storage.Postgres;

namespace EdgarApi.Storage.Routing;

/// <summary>Metrics of the router: meter <c>EdgarApi.Storage.Routing</c>.</summary>
public sealed class RoutingMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "EdgarApi.Storage.Routing";

    private readonly Meter _meter;
    private readonly Counter<long> _reads;
    private readonly Counter<long> _retries;

    /// <summary>Creates the instruments.</summary>
    public RoutingMetrics(IMeterFactory factory)
    {
        _meter = factory.Create(MeterName);
        _reads = _meter.CreateCounter<long>("edgar.db.reads", "{read}", "Read attempts by node, role and outcome.");
        _retries =
            _meter.CreateCounter<long>("edgar.db.read_retries", "{retry}", "Reads retried on another node, by failed node and cause.");
    }

    internal void Observe(IReadOnlyList<RoutedNode> nodes)
    {
        _meter.CreateObservableGauge("edgar.db.node.healthy", () => nodes.SelectMany(node => Enum.GetValues<ReadRole>().Select(role =>
            new Measurement<int>(node.Health.IsHealthyFor(role) ? 1 : 0, new("node", node.Name), new("role", Name(role))))),
            description: "1 if the node can serve reads of the role.");
        _meter.CreateObservableGauge("edgar.db.node.lag", () => nodes.Where(node => node.Role != NodeRole.Primary).Select(node =>
            new Measurement<double>(node.Health.Lag.TotalSeconds, new KeyValuePair<string, object?>("node", node.Name))),
            "s", "Replay lag at the last successful probe.");
    }

    internal void Read(RoutedNode node, ReadRole role, string outcome) =>
        _reads.Add(1, new("node", node.Name), new("role", Name(role)), new("outcome", outcome));

    internal void Retried(RoutedNode node, string cause) => _retries.Add(1, new("node", node.Name), new("cause", cause));

    private static string Name(ReadRole role) => role == ReadRole.Api ? "api" : "analytics";
}
