using EdgarApi.Api.Problems;

namespace EdgarApi.Api.Requests;

/// <summary>
/// How long a request may be. Kestrel refuses with an empty body what is far too long; below its limits a request is told in words.
/// </summary>
internal static class RequestLengthLimits
{
    public const int UrlCharacters = 4096;
    public const int HeaderBytes = 16 * 1024;

    public static IApplicationBuilder UseRequestLimits(this IApplicationBuilder app) => app.Use((context, next) => Check(context.Request) switch
    {
        { } problem => problem.ExecuteAsync(context),
        null => next(context),
    });

    private static ApiProblem? Check(HttpRequest request)
    {
        var url = request.PathBase.Value?.Length + request.Path.Value?.Length + request.QueryString.Value?.Length;
        if (url > UrlCharacters) return ApiProblem.Create(ProblemKinds.UriTooLong, $"The address has {url} characters; at most {UrlCharacters} are taken.");

        var headers = request.Headers.Sum(header => header.Key.Length + header.Value.Sum(value => value?.Length ?? 0));
        return headers > HeaderBytes
            ? ApiProblem.Create(ProblemKinds.HeadersTooLarge, $"The headers have {headers} bytes; at most {HeaderBytes} are taken.")
            : null;
    }
}
