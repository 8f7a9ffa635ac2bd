using System.Net;
using EdgarApi.Contracts.Responses;

namespace EdgarApi.Client;

/// <summary>The API responded with a problem. Its message is the problem's detail.</summary>
public sealed class EdgarApiException : Exception
{
    internal EdgarApiException(string message, HttpStatusCode status)
        : base(message) => Status = status;

    /// <summary>Gets the HTTP status code.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>Gets the stable code of the kind of problem, such as <c>company_not_found</c>.</summary>
    /// <value>Null if the response is no problem document of EdgarApi, for example that of a proxy.</value>
    public string? Code { get; internal init; }

    /// <summary>Gets the URL that explains the kind of problem, relative to the API.</summary>
    public string? ProblemType { get; internal init; }

    /// <summary>Gets what went wrong with this request.</summary>
    public string? Detail { get; internal init; }

    /// <summary>Gets the id of the request in the API's logs and traces.</summary>
    public string? TraceId { get; internal init; }

    /// <summary>Gets the errors by parameter: what is wrong and what is valid.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; internal init; } = new Dictionary<string, string[]>();

    /// <summary>Gets the tickers similar to an unknown one, best match first.</summary>
    public IReadOnlyList<string> Suggestions { get; internal init; } = [];

    /// <summary>Gets what is available instead of the requested data.</summary>
    public IReadOnlyDictionary<string, string[]> Available { get; internal init; } = new Dictionary<string, string[]>();

    /// <summary>Gets the limit that was hit.</summary>
    /// <value>Null unless the problem is a limit of the caller's tier.</value>
    public ProblemLimit? Limit { get; internal init; }

    /// <summary>Gets how long to wait before the request is repeated.</summary>
    /// <value>Null if repeating does not help.</value>
    public TimeSpan? RetryAfter { get; internal init; }
}
