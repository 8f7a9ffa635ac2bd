using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgarApi.Contracts.Objectives;

/// <summary>
/// The service levels and resource targets of the performance requirements. The load tests' verdict reads them; the recording rules and
/// alerts in <c>monitoring/</c> are checked against them. Shares are fractions: 0.999 is 99.9 %.
/// </summary>
/// <param name="Endpoints">Latency limits by name.</param>
/// <param name="RequestsPerSecond">Named rates.</param>
/// <param name="ConcurrentUsers">Named user counts.</param>
/// <param name="Availability">Availability of the service.</param>
/// <param name="Cpu">Limits of CPU usage.</param>
/// <param name="Memory">Limits of memory usage.</param>
/// <param name="Database">Limits of the database.</param>
/// <param name="Cache">Limits of the caches.</param>
/// <param name="Degradation">What graceful degradation means under more load than the service can serve.</param>
/// <param name="GrowthTriggers">When the service has outgrown its size.</param>
public sealed record ServiceLevels(
    IReadOnlyDictionary<string, ServiceLevel> Endpoints, IReadOnlyDictionary<string, int> RequestsPerSecond,
    IReadOnlyDictionary<string, int> ConcurrentUsers, AvailabilityTarget Availability, UtilizationTarget Cpu, UtilizationTarget Memory,
    DatabaseTarget Database, CacheTarget Cache, DegradationTarget Degradation, GrowthTriggers GrowthTriggers)
{
    private static readonly Lazy<ServiceLevels> Embedded = new(Read);

    /// <summary>Gets the figures of <c>service-levels.json</c>.</summary>
    public static ServiceLevels Default => Embedded.Value;

    private static ServiceLevels Read()
    {
        using var stream = typeof(ServiceLevels).Assembly.GetManifestResourceStream("service-levels.json")!;
        return JsonSerializer.Deserialize(stream, ServiceLevelsJson.Default.ServiceLevels)!;
    }
}

/// <summary>Latency limits of an endpoint.</summary>
/// <param name="Route">The route template of the endpoint.</param>
/// <param name="P95">95th percentile.</param>
/// <param name="P99">99th percentile.</param>
/// <param name="Max">The longest acceptable response.</param>
public sealed record ServiceLevel(string Route, TimeSpan P95, TimeSpan P99, TimeSpan Max);

/// <summary>Availability of the service.</summary>
/// <param name="Uptime">Minimum share of successful requests.</param>
/// <param name="DowntimePerMonth">What the share leaves of a month of 30 days.</param>
/// <param name="Recovery">The longest time until the service works again after an outage.</param>
public sealed record AvailabilityTarget(double Uptime, TimeSpan DowntimePerMonth, TimeSpan Recovery);

/// <summary>Shares of a resource in use.</summary>
/// <param name="Normal">The most under normal load.</param>
/// <param name="Peak">The most under peak load.</param>
/// <param name="ScaleAbove">Above this share automatic scaling adds instances.</param>
public sealed record UtilizationTarget(double Normal, double Peak, double ScaleAbove);

/// <summary>Limits of the database.</summary>
/// <param name="QueryP95">95th percentile of query times.</param>
/// <param name="PoolUsage">The largest share of a pool's connections in use.</param>
/// <param name="Connections">The largest share of the server's connections in use.</param>
public sealed record DatabaseTarget(TimeSpan QueryP95, double PoolUsage, double Connections);

/// <summary>Limits of the caches.</summary>
/// <param name="HitShare">Minimum share of cacheable requests served from a cache.</param>
/// <param name="Memory">The largest share of the cache's memory in use.</param>
/// <param name="EvictionsPerHour">The largest share of entries evicted per hour.</param>
public sealed record CacheTarget(double HitShare, double Memory, double EvictionsPerHour);

/// <summary>Graceful degradation: the service keeps serving what it can, rejects the rest properly and recovers.</summary>
/// <param name="Goodput">Minimum of successful requests per second, as a share of the most that it served.</param>
/// <param name="RejectionStatus">The only status of failed requests; each has a <c>Retry-After</c>.</param>
/// <param name="Recovery">Maximum time from the end of the overload until no request is rejected or slow.</param>
public sealed record DegradationTarget(double Goodput, int RejectionStatus, TimeSpan Recovery);

/// <summary>When the service has outgrown its size.</summary>
/// <param name="Cpu">Share of the CPU in use.</param>
/// <param name="Memory">Share of the memory in use.</param>
/// <param name="P95OverBaseline">95th percentile of an endpoint, as a multiple of its baseline.</param>
public sealed record GrowthTriggers(GrowthTrigger Cpu, GrowthTrigger Memory, GrowthTrigger P95OverBaseline);

/// <summary>A value that stays above a limit for a time.</summary>
/// <param name="Above">The limit.</param>
/// <param name="For">The time.</param>
public sealed record GrowthTrigger(double Above, TimeSpan For);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ServiceLevels))]
internal sealed partial class ServiceLevelsJson : JsonSerializerContext;
