using System.Diagnostics.Metrics;
using System.Net.NetworkInformation;
using EdgarApi.Contracts.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EdgarApi.ServiceDefaults.Telemetry;

/// <summary>
/// CPU, memory, disk and network of the container, or of the machine outside one: meter <c>EdgarApi.System</c>. CPU and memory come from
/// <c>Microsoft.Extensions.Diagnostics.ResourceMonitoring</c>, whose instruments are shares from 0 to 1.
/// </summary>
internal sealed class SystemMetrics : IHostedService, IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "EdgarApi.System";

    private const string ResourceMeter = "Microsoft.Extensions.Diagnostics.ResourceMonitoring";
    private const string Cpu = "container.cpu.limit.utilization";
    private const string Memory = "container.memory.limit.utilization";

    private readonly MeterListener _resources = new();
    private readonly Dictionary<string, double> _shares = [];

    /// <summary>Creates the instruments.</summary>
    public SystemMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        meter.CreateObservableGauge(OperationalMetrics.CpuUsage, () => MeasureShare(Cpu));
        meter.CreateObservableGauge(OperationalMetrics.MemoryUsage, () => MeasureShare(Memory));
        meter.CreateObservableGauge(OperationalMetrics.DiskUsage, MeasureDisk);
        meter.CreateObservableGauge(OperationalMetrics.NetworkIo, MeasureNetwork);
        _resources.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == ResourceMeter && instrument.Name is Cpu or Memory) self.EnableMeasurementEvents(instrument);
        };
        _resources.SetMeasurementEventCallback<double>((instrument, share, _, _) => _shares[instrument.Name] = share);
    }

    /// <summary>Starts to listen to the library.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _resources.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _resources.Dispose();

    /// <summary>
    /// Reads a share as a percentage. Several collections may run at the same time. The library divides two clocks, so that a fully used
    /// CPU can come out above its limit.
    /// </summary>
    private IEnumerable<Measurement<double>> MeasureShare(string instrument)
    {
        lock (_shares)
        {
            _resources.RecordObservableInstruments();
            return _shares.TryGetValue(instrument, out var share) ? [new Measurement<double>(100 * Math.Clamp(share, 0, 1))] : [];
        }
    }

    private static IEnumerable<Measurement<double>> MeasureDisk()
    {
        var volume = new DriveInfo(Path.GetTempPath());
        // Space that is reserved for root counts as used, because the process cannot use it.
        return [new Measurement<double>(100.0 * (volume.TotalSize - volume.AvailableFreeSpace) / volume.TotalSize)];
    }

    private static IEnumerable<Measurement<long>> MeasureNetwork() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
        .GroupBy(
            network => network.NetworkInterfaceType == NetworkInterfaceType.Loopback ? "loopback" : "external",
            network => network.GetIPStatistics())
        .SelectMany(networks => (Measurement<long>[])
        [
            new(networks.Sum(counts => counts.BytesReceived), new("direction", "receive"), new("interface", networks.Key)),
            new(networks.Sum(counts => counts.BytesSent), new("direction", "transmit"), new("interface", networks.Key)),
        ]);
}

internal static class SystemMetricsExtensions
{
    /// <summary>Adds the metrics of the system. CPU and memory exist on Linux only.</summary>
    public static void AddSystemMetrics(this IHostApplicationBuilder builder)
    {
        if (OperatingSystem.IsLinux()) builder.Services.AddResourceMonitoring();
        builder.Services.AddHostedService<SystemMetrics>();
    }
}
