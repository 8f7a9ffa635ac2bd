using EdgarApi.Api.Problems;

namespace EdgarApi.Api.Admin;

internal static class AdminProblems
{
    /// <summary>Also for what is another organization's: that it is there is nobody else's business.</summary>
    public static ApiProblem NotFound(string detail = "There is nothing of this id.") => ApiProblem.Create(ProblemKinds.ResourceNotFound, detail);

    /// <summary>An answer of what was found; the problem when nothing was.</summary>
    public static IResult OkOr<T>(T? found) where T : class => found is null ? NotFound() : TypedResults.Ok(found);
}
