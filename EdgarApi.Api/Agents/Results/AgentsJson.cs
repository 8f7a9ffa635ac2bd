using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgarApi.Api.Agents.Results;

/// <summary>The source-generated JSON of results.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AgentCompanies))]
[JsonSerializable(typeof(AgentCompany))]
[JsonSerializable(typeof(AgentStatement))]
[JsonSerializable(typeof(AgentSeriesSet))]
[JsonSerializable(typeof(AgentRatios))]
[JsonSerializable(typeof(AgentFacts))]
[JsonSerializable(typeof(AgentFilings))]
[JsonSerializable(typeof(AgentScreen))]
[JsonSerializable(typeof(AgentMetrics))]
internal sealed partial class AgentsJson : JsonSerializerContext;

/// <summary>How results are written: "AT&amp;T" and "FY2025 − 9M2025" stay readable.</summary>
internal static class AgentJsonOptions
{
    public static JsonSerializerOptions Written { get; } =
        new(AgentsJson.Default.Options) { TypeInfoResolver = AgentsJson.Default, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
