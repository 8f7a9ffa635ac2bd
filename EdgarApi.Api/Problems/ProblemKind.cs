namespace EdgarApi.Api.Problems;

/// <summary>A kind of problem that the API answers with.</summary>
/// <param name="Code">Stable: clients branch on it.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Title">The same for every occurrence.</param>
/// <param name="Remedy">What a client does about it.</param>
internal sealed record ProblemKind(string Code, int Status, string Title, string Remedy)
{
    /// <summary>Where this API explains the kind.</summary>
    public string Type => $"/problems/{Code}";
}

/// <summary>Every kind of problem there is.</summary>
internal static class ProblemKinds
{
    public static readonly ProblemKind InvalidParameter = new("invalid_parameter", 400, "A parameter is not valid",
        "Read `errors`: for each parameter it says what is valid.");

    public static readonly ProblemKind MalformedRequest = new("malformed_request", 400, "The request cannot be read",
        "Send a well-formed HTTP request.");

    public static readonly ProblemKind ApiKeyMissing = new("api_key_missing", 401, "An API key is needed",
        "Send your key as `X-Api-Key: <key>` or `Authorization: Bearer <key>`.");

    public static readonly ProblemKind ApiKeyInvalid = new("api_key_invalid", 401, "The API key is not valid",
        "Check the key for a typing error or a stray blank, and that it was not revoked.");

    public static readonly ProblemKind ApiKeyExpired = new("api_key_expired", 401, "The API key has expired",
        "Use the key that took its place, or ask for a new one.");

    public static readonly ProblemKind Forbidden = new("forbidden", 403, "The API key does not allow this",
        "Use a key that has the right.");

    public static readonly ProblemKind TierLimitExceeded = new("tier_limit_exceeded", 403, "The tier does not give as much",
        "Ask for at most what `limit.allows` says, or use a key of a higher tier.");

    public static readonly ProblemKind CompanyNotFound = new("company_not_found", 404, "No such company",
        "Take one of `suggestions`, or search with `GET /api/v1/companies?query=`.");

    public static readonly ProblemKind NoData = new("no_data", 404, "The company has no such data",
        "Read `available`: it says what the company does have.");

    public static readonly ProblemKind ResourceNotFound = new("resource_not_found", 404, "No such thing",
        "List what there is, as with `GET /api/v1/admin/keys`.");

    public static readonly ProblemKind RouteNotFound = new("route_not_found", 404, "No such address",
        "Compare the address with the OpenAPI document at `/openapi/v1.json`.");

    public static readonly ProblemKind MethodNotAllowed = new("method_not_allowed", 405, "The method is not allowed here",
        "Use one of the methods in the `Allow` header.");

    public static readonly ProblemKind NotAcceptable = new("not_acceptable", 406, "The answer has no such format",
        "Accept `application/json`, or `text/csv` where the answer is a table.");

    public static readonly ProblemKind Conflict = new("conflict", 409, "It contradicts what there is",
        "Read `detail`, and look at what is there now.");

    public static readonly ProblemKind ContentTooLarge = new("content_too_large", 413, "The request body is too large",
        "Send no body with GET, and 16 KB at most elsewhere.");

    public static readonly ProblemKind UnsupportedMediaType = new("unsupported_media_type", 415, "The body has another format than JSON",
        "Send JSON with `Content-Type: application/json`.");

    public static readonly ProblemKind UriTooLong = new("uri_too_long", 414, "The address is too long",
        "Ask for fewer companies, metrics or fields at a time.");

    public static readonly ProblemKind RateLimitExceeded = new("rate_limit_exceeded", 429, "Too many requests",
        "Try again after the seconds in `Retry-After`; `limit` names the limit that was hit.");

    public static readonly ProblemKind HeadersTooLarge = new("headers_too_large", 431, "The headers are too large",
        "Send fewer or shorter headers.");

    public static readonly ProblemKind InternalError = new("internal_error", 500, "Something went wrong on our side",
        "Try again; if it stays, report the `traceId`.");

    public static readonly ProblemKind UpstreamUnavailable = new("upstream_unavailable", 503, "The data cannot be reached at the moment",
        "Try again after the seconds in `Retry-After`.");

    public static readonly ProblemKind Overloaded = new("overloaded", 503, "Too much is being computed at the moment",
        "Try again after the seconds in `Retry-After`.");

    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        InvalidParameter, MalformedRequest, ApiKeyMissing, ApiKeyInvalid, ApiKeyExpired, Forbidden, TierLimitExceeded, CompanyNotFound, NoData, ResourceNotFound, RouteNotFound, MethodNotAllowed,
        NotAcceptable, Conflict, ContentTooLarge, UnsupportedMediaType, UriTooLong, RateLimitExceeded, HeadersTooLarge, InternalError, UpstreamUnavailable, Overloaded,
    ];

    /// <summary>The kind for a bare status that no endpoint explained.</summary>
    public static ProblemKind OfStatus(int status) =>
        status == StatusCodes.Status404NotFound ? RouteNotFound
        : status == StatusCodes.Status401Unauthorized ? ApiKeyMissing
        : status == StatusCodes.Status400BadRequest ? MalformedRequest
        : All.FirstOrDefault(kind => kind.Status == status) ?? (status < 500 ? MalformedRequest : InternalError) with { Status = status };
}
