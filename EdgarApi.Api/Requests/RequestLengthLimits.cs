using EdgarApi.Api.Problems;

namespace EdgarApi.Api.Requests;

/// <summary>
/// Limits the length of requests. Requests over these limits get a problem document. Kestrel rejects far longer ones with an
/// empty body.
/// </summary>
internal static class RequestLengthLimits
{
    public const int UrlCharacters = 4096;
    public const int HeaderBytes = 16 * 1024;

    public static IApplicationBuilder UseRequestLimits(this IApplicationBuilder app) => app.Use((context, next) =>
        FindProblem(context.Request) is { } problem ? problem.ExecuteAsync(context) : next(context));

    private static ApiProblem? FindProblem(HttpRequest request)
    {
        var url = request.PathBase.Value?.Length + request.Path.Value?.Length + request.QueryString.Value?.Length;
        if (url > UrlCharacters)
            return ApiProblem.Create(ProblemKinds.UriTooLong, $"The URL has {url} characters; the maximum is {UrlCharacters}.");

        var headers = request.Headers.Sum(header => header.Key.Length + header.Value.Sum(value => value?.Length ?? 0));
        return headers > HeaderBytes
            ? ApiProblem.Create(ProblemKinds.HeadersTooLarge, $"The headers have {headers} bytes; the maximum is {HeaderBytes}.")
            : null;
    }
}
