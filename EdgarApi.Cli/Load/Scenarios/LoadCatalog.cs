using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgarApi.Cli.Load.Scenarios;

/// <summary>The performance requirements' load tests as data: service levels, targets, endpoints and scenarios.</summary>
internal sealed record LoadCatalog(
    IReadOnlyDictionary<string, ServiceLevel> ServiceLevels, double Availability, double CacheHitShare,
    IReadOnlyDictionary<string, int> RequestsPerSecond, IReadOnlyDictionary<string, int> ConcurrentUsers,
    IReadOnlyDictionary<string, LoadEndpoint> Endpoints, IReadOnlyDictionary<string, Scenario> Scenarios)
{
    private static readonly Lazy<LoadCatalog> Embedded = new(Read);

    public static LoadCatalog Default => Embedded.Value;

    /// <summary>What a scenario asks for, by endpoint: its own mix, or that of the scenario it names.</summary>
    public IReadOnlyDictionary<string, int> MixOf(Scenario scenario) =>
        scenario.Mix ?? MixOf(Scenarios[scenario.MixOf ?? throw new InvalidOperationException("A scenario has a mix, or names a scenario that has one.")]);

    public ServiceLevel ServiceLevelOf(string endpoint) => ServiceLevels[Endpoints[endpoint].ServiceLevel];

    private static LoadCatalog Read()
    {
        using var stream = typeof(LoadCatalog).Assembly.GetManifestResourceStream("scenarios.json")!;
        return JsonSerializer.Deserialize(stream, LoadCatalogJson.Default.LoadCatalog)!;
    }
}

/// <summary>What an endpoint owes its callers; <paramref name="Max"/> is the longest acceptable answer.</summary>
internal sealed record ServiceLevel(TimeSpan P95, TimeSpan P99, TimeSpan Max);

/// <summary>An endpoint that scenarios call, with the company's place in its address as <c>{id}</c>.</summary>
internal sealed record LoadEndpoint(string ServiceLevel, string Path);

/// <summary>Users that come over <paramref name="RampUp"/> and then stay for <paramref name="Duration"/>.</summary>
internal sealed record Scenario(
    string Description, int Users, TimeSpan RampUp, TimeSpan Duration, int StartUsers = 0, IReadOnlyDictionary<string, int>? Mix = null, string? MixOf = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(LoadCatalog))]
internal sealed partial class LoadCatalogJson : JsonSerializerContext;
