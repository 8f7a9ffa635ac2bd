using System.Diagnostics.Metrics;
using EdgarApi.Contracts.Telemetry;
using EdgarApi.Storage.Postgres;

namespace EdgarApi.Storage.Routing;

/// <summary>Metrics of the router: meter <c>EdgarApi.Storage.Routing</c>.</summary>
public sealed class RoutingMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "EdgarApi.Storage.Routing";

    /// <summary>Why an attempt yielded nothing. Fatal errors end the read and are not counted.</summary>
    private static readonly string[] Causes = ["behind", .. Enum.GetNames<ReadFailure>().Except([nameof(ReadFailure.Fatal)])];

    private static readonly string[] Outcomes = ["answered", .. Causes];
    private static readonly ReadRole[] Roles = Enum.GetValues<ReadRole>();

    private readonly Meter _meter;
    private IReadOnlyList<RoutedNode> _nodes = [];
    private ClosedCounter? _reads;
    private ClosedCounter? _retries;

    /// <summary>Creates the meter.</summary>
    public RoutingMetrics(IMeterFactory factory) => _meter = factory.Create(MeterName);

    internal void Observe(IReadOnlyList<RoutedNode> nodes)
    {
        _nodes = nodes;
        _reads = new ClosedCounter(_meter, OperationalMetrics.Reads, nodes.SelectMany(node => Roles.SelectMany(role =>
            Outcomes.Select(outcome => (IReadOnlyList<string>)[node.Name, GetName(role), outcome]))));
        _retries = new ClosedCounter(_meter, OperationalMetrics.ReadRetries, nodes.Where(node => node.Role != NodeRole.Primary)
            .SelectMany(node => Causes.Select(cause => (IReadOnlyList<string>)[node.Name, cause])));
        _meter.CreateObservableGauge(OperationalMetrics.NodeHealthy, () => nodes.SelectMany(node => Roles.Select(role =>
            new Measurement<int>(node.Health.IsHealthyFor(role) ? 1 : 0, new("node", node.Name), new("role", GetName(role))))));
        _meter.CreateObservableGauge(OperationalMetrics.NodeLag, () => nodes.Where(node => node.Role != NodeRole.Primary).Select(node =>
            new Measurement<double>(node.Health.Lag.TotalSeconds, new KeyValuePair<string, object?>("node", node.Name))));
    }

    internal void Read(RoutedNode node, ReadRole role, string outcome) => _reads?.Add(
        (GetIndex(node) * Roles.Length + Array.IndexOf(Roles, role)) * Outcomes.Length + Array.IndexOf(Outcomes, outcome));

    /// <summary>Counts a retry of a read that a replica did not answer. The primary is the first node and the last resort.</summary>
    internal void Retried(RoutedNode node, string cause) =>
        _retries?.Add((GetIndex(node) - 1) * Causes.Length + Array.IndexOf(Causes, cause));

    private int GetIndex(RoutedNode node)
    {
        for (var i = 0; i < _nodes.Count; i++)
            if (ReferenceEquals(_nodes[i], node)) return i;
        throw new ArgumentException($"{node.Name} is not a node of the router.", nameof(node));
    }

    private static string GetName(ReadRole role) => role == ReadRole.Api ? "api" : "analytics";
}
