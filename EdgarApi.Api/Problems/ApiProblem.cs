using System.Diagnostics;
using System.Text.Json;
using EdgarApi.Api.Responses;
using EdgarApi.Storage.Companies;
using Microsoft.Net.Http.Headers;

namespace EdgarApi.Api.Problems;

/// <summary>A problem to answer with.</summary>
internal sealed record ApiProblem(ProblemKind Kind, string Detail) : IResult
{
    public const string MediaType = "application/problem+json";

    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    public IReadOnlyList<string>? Suggestions { get; init; }

    public IReadOnlyDictionary<string, string[]>? Available { get; init; }

    public ProblemLimit? Limit { get; init; }

    public static ApiProblem Create(ProblemKind kind, string detail) => new(kind, detail);

    public static ApiProblem InvalidParameters(IReadOnlyDictionary<string, string[]> errors) =>
        new(ProblemKinds.InvalidParameter, string.Join("; ", errors.Select(error => $"{error.Key}: {InBrief(error.Value[0])}")) + ".") { Errors = errors };

    public static ApiProblem InvalidParameter(string name, string why) =>
        InvalidParameters(new Dictionary<string, string[]> { [name] = [why] });

    public static ApiProblem CompanyNotFound(string id, IReadOnlyList<string> suggestions) =>
        new(ProblemKinds.CompanyNotFound, $"No company has the ticker or CIK '{Shorten(id)}'.") { Suggestions = suggestions };

    /// <summary>Several of those that a list names.</summary>
    public static ApiProblem CompaniesNotFound(string parameter, IReadOnlyList<string> ids, ICompanyDirectory directory) =>
        CompanyNotFound(ids[0], [.. ids.SelectMany(id => directory.Suggest(id)).Distinct()]) with
        {
            Errors = new Dictionary<string, string[]> { [parameter] = [.. ids.Select(id => $"'{id}' is not a known ticker or CIK")] },
        };

    public static ApiProblem NoData(string detail, IReadOnlyDictionary<string, string[]> available) =>
        new(ProblemKinds.NoData, detail) { Available = available };

    public static ApiProblem NotLoaded(params IReadOnlyList<CompanyEntry> companies) => NoData(
        companies is [var company] ? $"{company.Name} is known, but no data of it is loaded." : $"The {companies.Count} companies are known, but no data of them is loaded.",
        new Dictionary<string, string[]>());

    public async Task ExecuteAsync(HttpContext context)
    {
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
        TraceId = Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier,
        Errors = Errors,
        Suggestions = Suggestions,
        Available = Available,
        Limit = Limit,
    };

    /// <summary>Without the list of what is valid, which <c>errors</c> has.</summary>
    private static string InBrief(string error) => error.Split("; valid are ")[0];

    private static string Shorten(string id) => id.Length <= 40 ? id : id[..40] + "…";
}
