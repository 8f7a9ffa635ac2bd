using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgarApi.Cli.Gate;

/// <summary>What the gate holds a build against: <c>EdgarApi.Benchmarks/baseline.json</c>.</summary>
/// <param name="AllocatedBytes">What an operation of each workload may allocate at most.</param>
internal sealed record GateBaseline(
    IReadOnlyList<EndpointBaseline> Endpoints, ThroughputBaseline Throughput, RequestLimits PerRequest, CommandLimits Commands,
    IReadOnlyList<ResponseBaseline> Responses, IReadOnlyDictionary<string, long> AllocatedBytes)
{
    public static GateBaseline Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), GateJson.Default.GateBaseline) ?? throw new JsonException("It is null.");
        }
        catch (JsonException error)
        {
            throw new CommandException($"{file} is no baseline: {error.Message}");
        }
    }

    public void Write(string file) => File.WriteAllText(file, JsonSerializer.Serialize(this, GateJson.Default.GateBaseline) + "\n");
}

/// <summary>The 95th percentile that was, the one that is aimed at, and by how much it may be missed.</summary>
/// <param name="Name">The endpoint's name in load scenarios.</param>
internal sealed record EndpointBaseline(string Endpoint, string Name, TimeSpan BaselineP95, TimeSpan TargetP95, double RegressionThreshold)
{
    /// <summary>More than this is a regression.</summary>
    [JsonIgnore]
    public TimeSpan Limit => BaselineP95 * (1 + RegressionThreshold);
}

/// <summary>Requests a second that were, that are aimed at, and how much fewer are a regression.</summary>
internal sealed record ThroughputBaseline(int BaselineRps, int TargetRps, double RegressionThreshold)
{
    [JsonIgnore]
    public double Limit => BaselineRps * (1 - RegressionThreshold);
}

/// <summary>What a request may use.</summary>
internal sealed record RequestLimits(double MemoryMegabytes, double CpuMilliseconds, double SqlCommands);

/// <summary>Commands a request, on average with what runs in the background: of answers out of the cache, and of others.</summary>
internal sealed record CommandLimits(double HitSql, double HitRedis, double MissSql, double MissRedis);

/// <summary>Most bytes of a body, not compressed, on the bundled sample.</summary>
internal sealed record ResponseBaseline(string Path, long Bytes);
