using System.Diagnostics.Metrics;
using EdgarApi.Storage.Postgres;

namespace EdgarApi.Storage.Routing;

/// <summary>What the router tells the dashboards: meter <c>EdgarApi.Storage.Routing</c>.</summary>
public sealed class RoutingMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "EdgarApi.Storage.Routing";

    private readonly Meter meter;
    private readonly Counter<long> reads;
    private readonly Counter<long> retries;

    /// <summary>Creates the instruments.</summary>
    public RoutingMetrics(IMeterFactory factory)
    {
        meter = factory.Create(MeterName);
        reads = meter.CreateCounter<long>("edgar.db.reads", "{read}", "Attempts at reads, by node, role and outcome.");
        retries = meter.CreateCounter<long>("edgar.db.read_retries", "{retry}", "Reads passed on to another node, by node left and cause.");
    }

    internal void Observe(IReadOnlyList<RoutedNode> nodes)
    {
        meter.CreateObservableGauge("edgar.db.node.healthy", () => nodes.SelectMany(node => Enum.GetValues<ReadRole>().Select(role =>
            new Measurement<int>(node.Health.IsHealthyFor(role) ? 1 : 0, new("node", node.Name), new("role", Name(role))))),
            description: "1 when the node may serve the role.");
        meter.CreateObservableGauge("edgar.db.node.lag", () => nodes.Where(node => node.Role != NodeRole.Primary).Select(node =>
            new Measurement<double>(node.Health.Lag.TotalSeconds, new KeyValuePair<string, object?>("node", node.Name))),
            "s", "Replay lag at the last good probe.");
    }

    internal void Read(RoutedNode node, ReadRole role, string outcome) =>
        reads.Add(1, new("node", node.Name), new("role", Name(role)), new("outcome", outcome));

    internal void Retried(RoutedNode left, string cause) => retries.Add(1, new("node", left.Name), new("cause", cause));

    private static string Name(ReadRole role) => role == ReadRole.Api ? "api" : "analytics";
}
