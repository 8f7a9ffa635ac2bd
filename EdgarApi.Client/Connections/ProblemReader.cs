using System.Text.Json;
using System.Text.Json.Serialization;
using EdgarApi.Contracts.Responses;

namespace EdgarApi.Client.Connections;

/// <summary>Turns problem documents into exceptions.</summary>
internal static class ProblemReader
{
    private const string MediaType = "application/problem+json";

    public static EdgarApiException ToException(HttpResponseMessage response, byte[] body)
    {
        var (status, retryAfter) = (response.StatusCode, GetRetryAfter(response));
        if (Read(response, body) is not { } problem)
        {
            return new EdgarApiException(
                FormattableString.Invariant($"{response.RequestMessage?.RequestUri} responded with {(int)status} {response.ReasonPhrase}")
                    + ", which is no problem document of EdgarApi", status)
            {
                RetryAfter = retryAfter,
            };
        }

        var suggestions = problem.Suggestions ?? [];
        var message = suggestions.Count > 0 ? $"{problem.Detail} Did you mean {string.Join(", ", suggestions)}?" : problem.Detail;
        return new EdgarApiException(message, status)
        {
            Code = problem.Code,
            ProblemType = problem.Type,
            Detail = problem.Detail,
            TraceId = problem.TraceId,
            Errors = problem.Errors ?? new Dictionary<string, string[]>(),
            Suggestions = suggestions,
            Available = problem.Available ?? new Dictionary<string, string[]>(),
            Limit = problem.Limit,
            RetryAfter = retryAfter,
        };
    }

    private static ReceivedProblem? Read(HttpResponseMessage response, byte[] body)
    {
        if (response.Content.Headers.ContentType?.MediaType != MediaType) return null;
        try
        {
            return JsonSerializer.Deserialize(body, ProblemsJson.Default.ReceivedProblem);
        }
        catch (JsonException)
        {
            // Another server's document of this media type; the exception says so.
            return null;
        }
    }

    private static TimeSpan? GetRetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when response.Headers.Date is { } now => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };
}

/// <summary>The members of a problem that the client reads.</summary>
internal sealed record ReceivedProblem(
    string Type,
    string Detail,
    string Code,
    string TraceId,
    IReadOnlyDictionary<string, string[]>? Errors,
    IReadOnlyList<string>? Suggestions,
    IReadOnlyDictionary<string, string[]>? Available,
    ProblemLimit? Limit);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(ReceivedProblem))]
internal sealed partial class ProblemsJson : JsonSerializerContext;
