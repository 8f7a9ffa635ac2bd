using EdgarApi.Contracts.Prometheus;

namespace EdgarApi.Api.Ops.Prometheus;

/// <summary>The Prometheus of the settings, if they name one.</summary>
internal sealed class OpsPrometheus(OpsSettings settings) : IDisposable
{
    /// <summary>What the page says without one.</summary>
    public const string Missing = $"Prometheus is not configured ({OpsSettings.PrometheusUrl}).";

    /// <summary>The client; null without an address.</summary>
    public PrometheusClient? Client { get; } = settings.Prometheus is { } address ? new PrometheusClient(address) : null;

    public void Dispose() => Client?.Dispose();
}
