using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgarApi.LoadTesting.Gate;

/// <summary>A tier of the continuous performance tests.</summary>
/// <param name="Type">The kind of tests.</param>
/// <param name="Limit">How long the tier may take.</param>
/// <param name="Criteria">What passing means.</param>
/// <param name="Rounds">Measurements of each build in a comparison.</param>
/// <param name="Loads">Load tests of a running system.</param>
public sealed record GateTier(string Type, TimeSpan Limit, string Criteria, int Rounds, IReadOnlyList<TierLoad> Loads)
{
    private static readonly Lazy<IReadOnlyDictionary<string, GateTier>> Embedded = new(Read);

    /// <summary>The four tiers of the performance requirements by name, from <c>tiers.json</c>.</summary>
    public static IReadOnlyDictionary<string, GateTier> All => Embedded.Value;

    /// <summary>Scales the length of the load tests.</summary>
    public GateTier Scale(double factor) => this with { Loads = [.. Loads.Select(load => load with { Scale = load.Scale * factor })] };

    private static IReadOnlyDictionary<string, GateTier> Read()
    {
        using var stream = typeof(GateTier).Assembly.GetManifestResourceStream("tiers.json")!;
        return JsonSerializer.Deserialize(stream, GateJson.Default.IReadOnlyDictionaryStringGateTier)!;
    }
}

/// <summary>One load test of a tier.</summary>
/// <param name="Scenario">The scenario's name in the load catalog.</param>
/// <param name="Scale">The factor by which the scenario's times are scaled.</param>
/// <param name="Rate">Requests per second of the open model; null selects the closed model.</param>
/// <param name="Mix">Weight of each endpoint, in place of the scenario's.</param>
public sealed record TierLoad(string Scenario, double Scale, int? Rate = null, IReadOnlyDictionary<string, int>? Mix = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(IReadOnlyDictionary<string, GateTier>))]
[JsonSerializable(typeof(GateBaseline))]
internal sealed partial class GateJson : JsonSerializerContext;
