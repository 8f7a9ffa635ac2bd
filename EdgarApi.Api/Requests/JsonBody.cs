using System.Buffers;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Responses;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace EdgarApi.Api.Requests;

/// <summary>A JSON request body.</summary>
internal interface IBody
{
    /// <summary>Reports members that are missing or invalid.</summary>
    void Check(BodyErrors errors);
}

/// <summary>Errors of a body by member.</summary>
internal sealed class BodyErrors
{
    private readonly Dictionary<string, List<string>> _errors = new(StringComparer.Ordinal);

    public bool Any => _errors.Count > 0;

    public IReadOnlyDictionary<string, string[]> All => _errors.ToDictionary(error => error.Key, error => error.Value.ToArray());

    public void Add(string member, string reason)
    {
        if (!_errors.TryGetValue(member, out var reasons)) _errors.Add(member, reasons = []);
        reasons.Add(reason);
    }

    /// <summary>Reports a text that is empty, too long or has control characters, or that is missing although required.</summary>
    public void CheckText(string member, string? text, int maxLength, bool isRequired)
    {
        if (text is null && isRequired) Add(member, "is required");
        if (text is not null && (text.Trim().Length == 0 || text.Length > maxLength || text.Any(char.IsControl)))
            Add(member, $"must be a text of 1 to {maxLength} characters");
    }
}

/// <summary>The validated body of a request, as a handler parameter.</summary>
internal sealed class JsonBody<T> : IArgument, IEndpointParameterMetadataProvider where T : class, IBody
{
    private const int MaxBytes = 16 * 1024;

    private JsonBody(T? value, ApiProblem? problem) => (Value, Problem) = (value!, problem);

    public T Value { get; }

    public ApiProblem? Problem { get; }

    public static async ValueTask<JsonBody<T>?> BindAsync(HttpContext context)
    {
        if (!HasBody(context)) return Read("{}"u8, context);
        if (!context.Request.HasJsonContentType())
            return Invalid(ApiProblem.Create(ProblemKinds.UnsupportedMediaType, "Send JSON with Content-Type: application/json."));
        if (await ReadAsync(context.Request, context.RequestAborted) is not { } bytes)
            return Invalid(ApiProblem.Create(ProblemKinds.ContentTooLarge, $"The body has more than {MaxBytes} bytes."));
        return Read(bytes, context);
    }

    /// <summary>A request without a body counts as an empty object: every member has its default.</summary>
    private static bool HasBody(HttpContext context) =>
        context.Request.ContentType is not null
        || (context.Request.ContentLength != 0 && context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false });

    private static JsonBody<T> Read(ReadOnlySpan<byte> bytes, HttpContext context)
    {
        var type = JsonTypes.Get<T>(context);
        try
        {
            var value = JsonSerializer.Deserialize(bytes, type);
            if (value is null) return Invalid(CreateMalformed());
            var errors = new BodyErrors();
            value.Check(errors);
            return errors.Any ? Invalid(ApiProblem.InvalidParameters(errors.All)) : new JsonBody<T>(value, null);
        }
        catch (JsonException error)
        {
            return Invalid(GetMember(error.Path) is { Length: > 0 } member
                ? ApiProblem.InvalidParameter(member, DescribeError(member, type))
                : CreateMalformed());
        }
    }

    /// <summary>
    /// Gets the member that a JSON path points to: <c>$.name</c>, or <c>$['a name']</c> for special characters. Null if the path points
    /// to no member.
    /// </summary>
    private static string? GetMember(string? path) =>
        path is null ? null
        : path.StartsWith("$['", StringComparison.Ordinal) ? path[3..].Replace("']", "", StringComparison.Ordinal)
        : path.StartsWith("$.", StringComparison.Ordinal) ? path[2..]
        : null;

    private static string DescribeError(string member, JsonTypeInfo type)
    {
        var names = type.Properties.Select(property => property.Name).ToArray();
        // An error inside a member has a longer path, such as scopes[1].
        return names.Contains(member.Split('[', '.')[0], StringComparer.OrdinalIgnoreCase)
            ? "has the wrong type or occurs twice"
            : $"is not a member of this body, which has {string.Join(", ", names)}";
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));

    private static JsonBody<T> Invalid(ApiProblem problem) => new(null, problem);

    private static ApiProblem CreateMalformed() => ApiProblem.Create(ProblemKinds.MalformedRequest, "The body is not a JSON object.");

    /// <summary>Reads the whole body; null if it is too long.</summary>
    private static async ValueTask<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBytes) return null;
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            var isTooLong = read.Buffer.Length > MaxBytes;
            var body = read.IsCompleted && !isTooLong ? read.Buffer.ToArray() : null;
            // Every read needs an AdvanceTo, even the last one: the server continues reading after it.
            request.BodyReader.AdvanceTo(body is null && !isTooLong ? read.Buffer.Start : read.Buffer.End, read.Buffer.End);
            if (isTooLong || body is not null) return body;
        }
    }
}
