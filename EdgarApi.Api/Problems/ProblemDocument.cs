using System.ComponentModel;
using System.Text.Json.Serialization;

namespace EdgarApi.Api.Problems;

/// <summary>An RFC 9457 problem in its wire format.</summary>
[Description("An error (RFC 9457) with a stable code.")]
internal sealed record ProblemDocument
{
    [Description("URL that explains this kind of problem, relative to the API.")]
    public required string Type { get; init; }

    [Description("Title of the kind of problem. It never varies within a kind.")]
    public required string Title { get; init; }

    [Description("HTTP status code.")]
    public required int Status { get; init; }

    [Description("What went wrong with this request.")]
    public required string Detail { get; init; }

    [Description("Path of the request.")]
    public required string Instance { get; init; }

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

/// <summary>A limit of the caller's tier.</summary>
[Description("A limit of the caller's tier.")]
internal sealed record ProblemLimit(
    [property: Description("`minute`, `day` or `concurrent` for request limits; the parameter name for limits of a single request.")]
    string Name,
    [property: Description("The limit's value; null if it is not a number.")] int? Allows,
    [property: Description("Seconds to wait before retrying; null if waiting does not help.")] int? RetryAfter);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ProblemDocument))]
[JsonSerializable(typeof(ProblemKindResponse))]
internal sealed partial class ProblemJson : JsonSerializerContext;
