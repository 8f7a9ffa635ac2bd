using System.Buffers;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Responses;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace EdgarApi.Api.Requests;

/// <summary>What a client sends as JSON.</summary>
internal interface IBody
{
    /// <summary>Refuses members that are missing or not valid.</summary>
    void Check(BodyErrors errors);
}

/// <summary>What is wrong with a body, by member.</summary>
internal sealed class BodyErrors
{
    private readonly Dictionary<string, List<string>> errors = new(StringComparer.Ordinal);

    public bool Any => errors.Count > 0;

    public IReadOnlyDictionary<string, string[]> All => errors.ToDictionary(error => error.Key, error => error.Value.ToArray());

    public void Refuse(string member, string why)
    {
        if (!errors.TryGetValue(member, out var reasons)) errors.Add(member, reasons = []);
        reasons.Add(why);
    }

    /// <summary>Refuses a text that is empty, too long or has control characters; a missing one if it is required.</summary>
    public void CheckText(string member, string? text, int longest, bool isRequired)
    {
        if (text is null && isRequired) Refuse(member, "is required");
        if (text is not null && (text.Trim().Length == 0 || text.Length > longest || text.Any(char.IsControl))) Refuse(member, $"must be a text of 1 to {longest} characters");
    }
}

/// <summary>The checked body of a request, as a handler takes it.</summary>
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
            return Bad(ApiProblem.Create(ProblemKinds.UnsupportedMediaType, "This address takes JSON, with Content-Type: application/json."));
        if (await ReadAsync(context.Request, context.RequestAborted) is not { } bytes)
            return Bad(ApiProblem.Create(ProblemKinds.ContentTooLarge, $"The body has more than {MaxBytes} bytes."));
        return Read(bytes, context);
    }

    /// <summary>A request without a body asks for everything as it is without.</summary>
    private static bool HasBody(HttpContext context) =>
        context.Request.ContentType is not null || (context.Request.ContentLength != 0 && context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false });

    private static JsonBody<T> Read(ReadOnlySpan<byte> bytes, HttpContext context)
    {
        var type = JsonTypes.Get<T>(context);
        try
        {
            var value = JsonSerializer.Deserialize(bytes, type);
            if (value is null) return Bad(Unreadable());
            var errors = new BodyErrors();
            value.Check(errors);
            return errors.Any ? Bad(ApiProblem.InvalidParameters(errors.All)) : new JsonBody<T>(value, null);
        }
        catch (JsonException error)
        {
            return Bad(GetMember(error.Path) is { Length: > 0 } member
                ? ApiProblem.InvalidParameter(member, WhyNot(member, type))
                : Unreadable());
        }
    }

    /// <summary>The member that a path leads to: <c>$.name</c>, or <c>$['a name']</c> where dots would not do; null where it leads to no member.</summary>
    private static string? GetMember(string? path) =>
        path is null ? null
        : path.StartsWith("$['", StringComparison.Ordinal) ? path[3..].Replace("']", "", StringComparison.Ordinal)
        : path.StartsWith("$.", StringComparison.Ordinal) ? path[2..]
        : null;

    private static string WhyNot(string member, JsonTypeInfo type)
    {
        var names = type.Properties.Select(property => property.Name).ToArray();
        // A fault inside of a member has a longer path: scopes[1].
        return names.Contains(member.Split('[', '.')[0], StringComparer.OrdinalIgnoreCase)
            ? "is not of its type, or given twice"
            : $"is not a member of this body, which has {string.Join(", ", names)}";
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));

    private static JsonBody<T> Bad(ApiProblem problem) => new(null, problem);

    private static ApiProblem Unreadable() => ApiProblem.Create(ProblemKinds.MalformedRequest, "The body is not a JSON object.");

    /// <summary>The whole body; null when it is too long.</summary>
    private static async ValueTask<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBytes) return null;
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            var isTooLong = read.Buffer.Length > MaxBytes;
            var body = read.IsCompleted && !isTooLong ? read.Buffer.ToArray() : null;
            // Each read is answered, the last one too: the server reads on after it.
            request.BodyReader.AdvanceTo(body is null && !isTooLong ? read.Buffer.Start : read.Buffer.End, read.Buffer.End);
            if (isTooLong || body is not null) return body;
        }
    }
}
