using EdgarApi.Contracts;

namespace EdgarApi.Api.Problems;

/// <summary>A kind of problem that the API reports.</summary>
/// <param name="Code">Stable code for clients to branch on.</param>
/// <param name="Status">HTTP status code.</param>
/// <param name="Title">Title that every occurrence has.</param>
/// <param name="Remedy">What a client can do about it.</param>
internal sealed record ProblemKind(string Code, int Status, string Title, string Remedy)
{
    /// <summary>URL of the explanation, relative to the API.</summary>
    public string Type => $"/problems/{Code}";
}

/// <summary>The catalog of problem kinds.</summary>
internal static class ProblemKinds
{
    public static readonly ProblemKind InvalidParameter = new("invalid_parameter", 400, "Invalid parameter",
        "Read `errors`: for each parameter it says what is wrong and what is valid.");

    public static readonly ProblemKind MalformedRequest = new("malformed_request", 400, "Malformed request",
        "Send a well-formed HTTP request.");

    public static readonly ProblemKind ApiKeyMissing = new("api_key_missing", 401, "API key required",
        $"Send your key as `{ApiHeaders.ApiKey}: <key>` or `Authorization: Bearer <key>`.");

    public static readonly ProblemKind ApiKeyInvalid = new("api_key_invalid", 401, "Invalid API key",
        "Check the key for typos and stray spaces, and that it has not been revoked.");

    public static readonly ProblemKind ApiKeyExpired = new("api_key_expired", 401, "API key expired",
        "Use the key that replaced it, or request a new one.");

    public static readonly ProblemKind Forbidden = new("forbidden", 403, "Not allowed for this API key",
        "Use a key that has the required scope.");

    public static readonly ProblemKind TierLimitExceeded = new("tier_limit_exceeded", 403, "Tier limit exceeded",
        "Request at most `limit.allows`, or use a key of a higher tier.");

    public static readonly ProblemKind CompanyNotFound = new("company_not_found", 404, "Company not found",
        "Use one of `suggestions`, or search with `GET /api/v1/companies?query=`.");

    public static readonly ProblemKind NoData = new("no_data", 404, "No such data",
        "Read `available`: it lists what the company does have.");

    public static readonly ProblemKind ResourceNotFound = new("resource_not_found", 404, "Resource not found",
        "List the existing resources, for example with `GET /api/v1/admin/keys` or `GET /api/v1/datasets`.");

    public static readonly ProblemKind RouteNotFound = new("route_not_found", 404, "Route not found",
        "Check the path against the OpenAPI document at `/openapi/v1.json`.");

    public static readonly ProblemKind MethodNotAllowed = new("method_not_allowed", 405, "Method not allowed",
        "Use one of the methods in the `Allow` header.");

    public static readonly ProblemKind NotAcceptable = new("not_acceptable", 406, "Format not available",
        "Accept `application/json`, or `text/csv` for tables.");

    public static readonly ProblemKind Conflict = new("conflict", 409, "Conflict with the current state",
        "Read `detail` and check the current state of the resource.");

    public static readonly ProblemKind ContentTooLarge = new("content_too_large", 413, "Request body too large",
        "Send no body with GET, and at most 16 KB with other methods.");

    public static readonly ProblemKind UnsupportedMediaType = new("unsupported_media_type", 415, "Request body is not JSON",
        "Send JSON with `Content-Type: application/json`.");

    public static readonly ProblemKind UriTooLong = new("uri_too_long", 414, "URL too long",
        "Request fewer companies, metrics or fields at a time.");

    public static readonly ProblemKind RangeNotSatisfiable = new("range_not_satisfiable", 416, "Range outside the file",
        "Read the size of the file in `Content-Range`, and request a range within it.");

    public static readonly ProblemKind RateLimitExceeded = new("rate_limit_exceeded", 429, "Too many requests",
        "Retry after the number of seconds in `Retry-After`; `limit` names the limit.");

    public static readonly ProblemKind HeadersTooLarge = new("headers_too_large", 431, "Request headers too large",
        "Send fewer or shorter headers.");

    public static readonly ProblemKind InternalError = new("internal_error", 500, "Internal error",
        "Retry. If the error persists, report the `traceId`.");

    public static readonly ProblemKind UpstreamUnavailable = new("upstream_unavailable", 503, "Data temporarily unavailable",
        "Retry after the number of seconds in `Retry-After`.");

    public static readonly ProblemKind Overloaded = new("overloaded", 503, "Server overloaded",
        "Retry after the number of seconds in `Retry-After`.");

    public static readonly ProblemKind DegradedMode = new("degraded_mode", 503, "Service in degraded mode",
        "Retry after the number of seconds in `Retry-After`. Cached responses are available as JSON.");

    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        InvalidParameter, MalformedRequest, ApiKeyMissing, ApiKeyInvalid, ApiKeyExpired, Forbidden, TierLimitExceeded, CompanyNotFound,
        NoData, ResourceNotFound, RouteNotFound, MethodNotAllowed, NotAcceptable, Conflict, ContentTooLarge, UnsupportedMediaType,
        UriTooLong, RangeNotSatisfiable, RateLimitExceeded, HeadersTooLarge, InternalError, UpstreamUnavailable, Overloaded,
        DegradedMode,
    ];

    /// <summary>The kinds that mean that the request itself is invalid.</summary>
    public static IReadOnlyList<ProblemKind> Validation { get; } =
    [
        InvalidParameter, MalformedRequest, NotAcceptable, ContentTooLarge, UnsupportedMediaType, UriTooLong, HeadersTooLarge,
    ];

    /// <summary>Position of a kind in <see cref="Validation"/>; -1 for kinds with other causes.</summary>
    public static int FindValidation(ProblemKind kind)
    {
        for (var i = 0; i < Validation.Count; i++)
            if (Validation[i].Code == kind.Code) return i;
        return -1;
    }

    /// <summary>The kind for a status code without a problem document.</summary>
    public static ProblemKind FromStatus(int status) =>
        status == StatusCodes.Status404NotFound ? RouteNotFound
        : status == StatusCodes.Status401Unauthorized ? ApiKeyMissing
        : status == StatusCodes.Status400BadRequest ? MalformedRequest
        : All.FirstOrDefault(kind => kind.Status == status) ?? (status < 500 ? MalformedRequest : InternalError) with { Status = status };
}
