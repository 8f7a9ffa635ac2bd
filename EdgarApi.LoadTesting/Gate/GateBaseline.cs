using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgarApi.LoadTesting.Gate;

/// <summary>The limits that the gate enforces, <c>EdgarApi.Benchmarks/baseline.json</c>.</summary>
/// <param name="Endpoints">95th percentiles of endpoints.</param>
/// <param name="Throughput">Requests per second.</param>
/// <param name="PerRequest">Limits of one request.</param>
/// <param name="Commands">SQL and Redis commands per request.</param>
/// <param name="Responses">Sizes of responses.</param>
/// <param name="AllocatedBytes">Maximum bytes allocated by one operation of each workload.</param>
public sealed record GateBaseline(
    IReadOnlyList<EndpointBaseline> Endpoints, ThroughputBaseline Throughput, RequestLimits PerRequest, CommandLimits Commands,
    IReadOnlyList<ResponseBaseline> Responses, IReadOnlyDictionary<string, long> AllocatedBytes)
{
    /// <summary>Reads a baseline file.</summary>
    /// <exception cref="LoadTestException">The file is not a baseline, or a limit is missing.</exception>
    public static GateBaseline Read(string file)
    {
        try
        {
            var baseline = JsonSerializer.Deserialize(File.ReadAllBytes(file), GateJson.Default.GateBaseline);
            return baseline is { Endpoints.Count: > 0, Responses.Count: > 0, AllocatedBytes.Count: > 0 }
                ? baseline
                : throw new JsonException("Endpoints, responses or allocated bytes are missing.");
        }
        catch (JsonException error)
        {
            throw new LoadTestException($"{file} is not a baseline: {error.Message}");
        }
    }

    /// <summary>Writes the baseline to a file.</summary>
    public void Write(string file) => File.WriteAllText(file, JsonSerializer.Serialize(this, GateJson.Default.GateBaseline) + "\n");
}

/// <summary>The 95th percentile of an endpoint.</summary>
/// <param name="Endpoint">Method and path.</param>
/// <param name="Name">The endpoint's name in the load catalog.</param>
/// <param name="BaselineP95">The percentile of record.</param>
/// <param name="TargetP95">The percentile to reach.</param>
/// <param name="RegressionThreshold">How far the baseline may be exceeded: 0.1 is 10 %.</param>
public sealed record EndpointBaseline(
    string Endpoint, string Name, TimeSpan BaselineP95, TimeSpan TargetP95, double RegressionThreshold)
{
    /// <summary>A longer percentile is a regression.</summary>
    [JsonIgnore]
    public TimeSpan Limit => BaselineP95 * (1 + RegressionThreshold);
}

/// <summary>Requests per second.</summary>
/// <param name="BaselineRps">The rate of record.</param>
/// <param name="TargetRps">The rate to reach.</param>
/// <param name="RegressionThreshold">How far the rate may fall below the baseline: 0.05 is 5 %.</param>
public sealed record ThroughputBaseline(int BaselineRps, int TargetRps, double RegressionThreshold)
{
    /// <summary>A lower rate is a regression.</summary>
    [JsonIgnore]
    public double Limit => BaselineRps * (1 - RegressionThreshold);
}

/// <summary>Limits of what one request uses.</summary>
/// <param name="MemoryMegabytes">Allocated memory.</param>
/// <param name="CpuMilliseconds">CPU time.</param>
/// <param name="SqlCommands">SQL commands.</param>
public sealed record RequestLimits(double MemoryMegabytes, double CpuMilliseconds, double SqlCommands);

/// <summary>Maximum mean number of commands per request, background work included.</summary>
/// <param name="HitSql">SQL commands of a cached response.</param>
/// <param name="HitRedis">Redis commands of a cached response.</param>
/// <param name="MissSql">SQL commands of a computed response.</param>
/// <param name="MissRedis">Redis commands of a computed response.</param>
public sealed record CommandLimits(double HitSql, double HitRedis, double MissSql, double MissRedis);

/// <summary>The size of a response with the bundled sample.</summary>
/// <param name="Path">Path and query.</param>
/// <param name="Bytes">Maximum bytes of the uncompressed body.</param>
public sealed record ResponseBaseline(string Path, long Bytes);
