using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgarApi.Cli.Gate;

/// <summary>A tier of continuous performance tests: how long it may take, how often builds are compared, and what load it puts on a running system.</summary>
internal sealed record GateTier(string Type, TimeSpan Limit, string Criteria, int Rounds, IReadOnlyList<TierLoad> Loads)
{
    private static readonly Lazy<IReadOnlyDictionary<string, GateTier>> Embedded = new(Read);

    /// <summary>The requirements' four tiers by name.</summary>
    public static IReadOnlyDictionary<string, GateTier> All => Embedded.Value;

    /// <summary>The same with shorter load tests.</summary>
    public GateTier Scaled(double factor) => this with { Loads = [.. Loads.Select(load => load with { Scale = load.Scale * factor })] };

    private static IReadOnlyDictionary<string, GateTier> Read()
    {
        using var stream = typeof(GateTier).Assembly.GetManifestResourceStream("tiers.json")!;
        return JsonSerializer.Deserialize(stream, GateJson.Default.IReadOnlyDictionaryStringGateTier)!;
    }
}

/// <summary>A run of <c>edgar load</c> within a tier: its users, or arrivals at <paramref name="Rate"/>.</summary>
internal sealed record TierLoad(string Scenario, double Scale, int? Rate = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(IReadOnlyDictionary<string, GateTier>))]
[JsonSerializable(typeof(GateBaseline))]
internal sealed partial class GateJson : JsonSerializerContext;
