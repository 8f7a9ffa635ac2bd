using EdgarApi.Api.Problems;

namespace EdgarApi.Api.Admin;

internal static class AdminProblems
{
    /// <summary>Also the response for resources of other organizations, so that it does not reveal their existence.</summary>
    public static ApiProblem NotFound(string detail = "No resource has this id.") =>
        ApiProblem.Create(ProblemKinds.ResourceNotFound, detail);

    /// <summary>Responds with a value, or with 404 if it is null.</summary>
    public static IResult OkOrNotFound<T>(T? found) where T : class => found is null ? NotFound() : TypedResults.Ok(found);
}
