using System.ComponentModel;
using System.Text.Json.Serialization;

namespace EdgarApi.Api.Problems;

/// <summary>An RFC 9457 problem as it goes over the wire.</summary>
[Description("What went wrong (RFC 9457), with a stable code.")]
internal sealed record ProblemDocument
{
    [Description("Address of the explanation of this kind of problem, relative to the API.")]
    public required string Type { get; init; }

    [Description("The same for every problem of the kind.")]
    public required string Title { get; init; }

    [Description("HTTP status.")]
    public required int Status { get; init; }

    [Description("What went wrong this time.")]
    public required string Detail { get; init; }

    [Description("Path of the request.")]
    public required string Instance { get; init; }

    [Description("Stable code of the kind.")]
    public required string Code { get; init; }

    [Description("Identifies the request in the logs and traces; the trace id of the request's traceparent if it had one.")]
    public required string TraceId { get; init; }

    [Description("By parameter, what is wrong and what is valid.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    [Description("The nearest tickers to an unknown one, best first.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Suggestions { get; init; }

    [Description("What exists where the data asked for does not.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string[]>? Available { get; init; }

    [Description("The limit that was hit.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProblemLimit? Limit { get; init; }
}

/// <summary>A limit of the caller's tier.</summary>
[Description("A limit of the caller's tier.")]
internal sealed record ProblemLimit(
    [property: Description("`minute`, `day` or `concurrent` of requests; the parameter where a tier gives less than was asked for.")] string Name,
    [property: Description("What it allows; null where it is no number.")] int? Allows,
    [property: Description("Seconds until to try again; null where that changes nothing.")] int? RetryAfter);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ProblemDocument))]
[JsonSerializable(typeof(ProblemKindResponse))]
internal sealed partial class ProblemJson : JsonSerializerContext;
