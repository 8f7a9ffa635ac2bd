using System.ComponentModel;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace EdgarApi.Api.Problems;

/// <summary>
/// A problem in its wire format: the standard members of RFC 9457 from <see cref="ProblemDetails"/>, and this API's own members.
/// </summary>
[Description("An error (RFC 9457) with a stable code.")]
internal sealed class ProblemDocument : ProblemDetails
{
    /// <summary>Descriptions of the standard members in the OpenAPI document. Every problem has all of them.</summary>
    public static IReadOnlyDictionary<string, string> StandardMembers { get; } = new Dictionary<string, string>
    {
        ["type"] = "URL that explains this kind of problem, relative to the API.",
        ["title"] = "Title of the kind of problem. It never varies within a kind.",
        ["status"] = "HTTP status code.",
        ["detail"] = "What went wrong with this request.",
        ["instance"] = "Path of the request.",
    };

    [Description("Stable code of the kind of problem.")]
    public required string Code { get; init; }

    [Description("Identifies the request in logs and traces. It is the trace id of the request's traceparent, if the request had one.")]
    public required string TraceId { get; init; }

    [Description("Errors by parameter: what is wrong and what is valid.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    [Description("Tickers similar to the unknown one, best match first.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Suggestions { get; init; }

    [Description("What is available instead of the requested data.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string[]>? Available { get; init; }

    [Description("The limit that was hit.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProblemLimit? Limit { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ProblemDocument))]
[JsonSerializable(typeof(ProblemKindResponse))]
internal sealed partial class ProblemJson : JsonSerializerContext;
