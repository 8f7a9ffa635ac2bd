using System.Text.Json;
using EdgarApi.Api.Callers;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.ServiceDefaults.Telemetry;
using EdgarApi.Storage.Companies;
using Microsoft.Net.Http.Headers;

namespace EdgarApi.Api.Problems;

/// <summary>An error response as an RFC 9457 problem document.</summary>
internal sealed record ApiProblem(ProblemKind Kind, string Detail) : IResult
{
    public const string MediaType = "application/problem+json";

    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    public IReadOnlyList<string>? Suggestions { get; init; }

    public IReadOnlyDictionary<string, string[]>? Available { get; init; }

    public ProblemLimit? Limit { get; init; }

    /// <summary>The problem for a request that an overloaded process rejects.</summary>
    public static ApiProblem Overloaded { get; } = Create(
        ProblemKinds.Overloaded, "The server has reached its limit of concurrent computations. Cached responses are still available.");

    public static ApiProblem Create(ProblemKind kind, string detail) => new(kind, detail);

    public static ApiProblem InvalidParameters(IReadOnlyDictionary<string, string[]> errors) =>
        new(ProblemKinds.InvalidParameter, string.Join("; ", errors.Select(error => $"{error.Key}: {Shorten(error.Value[0])}")) + ".")
        {
            Errors = errors,
        };

    public static ApiProblem InvalidParameter(string name, string reason) =>
        InvalidParameters(new Dictionary<string, string[]> { [name] = [reason] });

    public static ApiProblem CompanyNotFound(string id, IReadOnlyList<string> suggestions) =>
        new(ProblemKinds.CompanyNotFound, $"No company has the ticker or CIK '{Truncate(id)}'.") { Suggestions = suggestions };

    /// <summary>The problem for one or more unknown companies in a list parameter.</summary>
    public static ApiProblem CompaniesNotFound(string parameter, IReadOnlyList<string> ids, ICompanyDirectory directory) =>
        CompanyNotFound(ids[0], [.. ids.SelectMany(id => directory.Suggest(id)).Distinct()]) with
        {
            Errors = new Dictionary<string, string[]> { [parameter] = [.. ids.Select(id => $"'{id}' is not a known ticker or CIK")] },
        };

    public static ApiProblem NoData(string detail, IReadOnlyDictionary<string, string[]> available) =>
        new(ProblemKinds.NoData, detail) { Available = available };

    /// <summary>The problem for companies that exist but have no financial data in the database.</summary>
    public static ApiProblem NotLoaded(params IReadOnlyList<CompanyEntry> companies) => NoData(
        companies is [var company]
            ? $"{company.Name} is a known company, but its data is not loaded."
            : $"All {companies.Count} companies are known, but their data is not loaded.",
        new Dictionary<string, string[]>());

    /// <summary>The problem if none of several companies has what was requested.</summary>
    /// <param name="wanted">What was requested.</param>
    /// <param name="reasons">Why each company does not have it.</param>
    /// <param name="companies">The companies.</param>
    public static ApiProblem NoCompanyHasData(string wanted, IEnumerable<string> reasons, IReadOnlyList<CompanyEntry> companies) => NoData(
        $"None of the companies has {wanted}: {string.Join("; ", reasons)}.",
        new Dictionary<string, string[]>
        {
            ["loaded"] = [.. companies.Where(company => company.IsLoaded).Select(company => company.Ticker ?? company.Cik.ToString())],
        });

    public async Task ExecuteAsync(HttpContext context)
    {
        if (RequestInfo.From(context) is { } info) info.Problem = Kind;
        var response = context.Response;
        response.StatusCode = Kind.Status;
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-store";
        response.Headers.Remove(HeaderNames.ETag);
        response.Headers.Remove(HeaderNames.LastModified);
        var body = JsonSerializer.SerializeToUtf8Bytes(ToDocument(context), JsonTypes.Get<ProblemDocument>(context));
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await response.Body.WriteAsync(body, context.RequestAborted);
    }

    private ProblemDocument ToDocument(HttpContext context) => new()
    {
        Type = Kind.Type,
        Title = Kind.Title,
        Status = Kind.Status,
        Detail = Detail,
        Instance = context.Request.PathBase.Add(context.Request.Path).ToUriComponent(),
        Code = Kind.Code,
        TraceId = context.GetTraceId(),
        Errors = Errors,
        Suggestions = Suggestions,
        Available = Available,
        Limit = Limit,
    };

    /// <summary>Drops the list of valid values, which <c>errors</c> contains.</summary>
    private static string Shorten(string error) => error.Split(UnknownName.Valid)[0];

    private static string Truncate(string id) => id.Length <= 40 ? id : id[..40] + "…";
}
