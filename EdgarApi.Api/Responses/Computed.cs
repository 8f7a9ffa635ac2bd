using EdgarApi.Api.Problems;

namespace EdgarApi.Api.Responses;

/// <summary>What a computation came to: an answer's value, or the problem that stood in its way.</summary>
internal readonly record struct Computed<T>(T? Value, ApiProblem? Problem) where T : class
{
    public static implicit operator Computed<T>(T value) => new(value, null);

    public static implicit operator Computed<T>(ApiProblem problem) => new(null, problem);
}
