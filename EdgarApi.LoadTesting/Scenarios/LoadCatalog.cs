using System.Text.Json;
using System.Text.Json.Serialization;
using EdgarApi.Contracts.Objectives;

namespace EdgarApi.LoadTesting.Scenarios;

/// <summary>The load tests of the performance requirements as data.</summary>
/// <param name="Endpoints">Endpoints by name.</param>
/// <param name="Scenarios">Scenarios by name.</param>
public sealed record LoadCatalog(
    IReadOnlyDictionary<string, LoadEndpoint> Endpoints, IReadOnlyDictionary<string, Scenario> Scenarios)
{
    private static readonly Lazy<LoadCatalog> Embedded = new(Read);

    /// <summary>The built-in catalog, <c>scenarios.json</c>.</summary>
    public static LoadCatalog Default => Embedded.Value;

    /// <summary>Gets the weight of each endpoint in a scenario.</summary>
    public IReadOnlyDictionary<string, int> GetMix(Scenario scenario) => scenario.Mix ?? GetMix(Scenarios[
        scenario.SameMixAs ?? throw new InvalidOperationException("A scenario has a mix or names a scenario that has one.")]);

    /// <summary>Gets the latency limits of an endpoint.</summary>
    public ServiceLevel GetServiceLevel(string endpoint) => ServiceLevels.Default.Endpoints[Endpoints[endpoint].ServiceLevel];

    private static LoadCatalog Read()
    {
        using var stream = typeof(LoadCatalog).Assembly.GetManifestResourceStream("scenarios.json")!;
        return JsonSerializer.Deserialize(stream, LoadCatalogJson.Default.LoadCatalog)!;
    }
}

/// <summary>An endpoint that scenarios request.</summary>
/// <param name="ServiceLevel">The name of its service level in <see cref="ServiceLevels"/>.</param>
/// <param name="Path">Its path, with <c>{id}</c> for the company.</param>
public sealed record LoadEndpoint(string ServiceLevel, string Path);

/// <summary>A load test.</summary>
/// <param name="Description">What it simulates.</param>
/// <param name="Users">Users after the ramp.</param>
/// <param name="RampUp">How long the number of users rises.</param>
/// <param name="Duration">How long it holds after the ramp.</param>
/// <param name="StartUsers">Users at the start of the ramp.</param>
/// <param name="Mix">Weight of each endpoint.</param>
/// <param name="SameMixAs">The scenario whose mix applies, in place of <paramref name="Mix"/>.</param>
/// <param name="Recovery">
/// Load after the hold, during which the service recovers. Such a scenario is judged by <see cref="ServiceLevels.Degradation"/>.
/// </param>
public sealed record Scenario(
    string Description, int Users, TimeSpan RampUp, TimeSpan Duration, int StartUsers = 0,
    IReadOnlyDictionary<string, int>? Mix = null, string? SameMixAs = null, ScenarioRecovery? Recovery = null);

/// <summary>Less load after an overload.</summary>
/// <param name="Users">Users that stay.</param>
/// <param name="Duration">How long.</param>
public sealed record ScenarioRecovery(int Users, TimeSpan Duration);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(LoadCatalog))]
internal sealed partial class LoadCatalogJson : JsonSerializerContext;
