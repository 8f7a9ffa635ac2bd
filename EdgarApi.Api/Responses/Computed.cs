using EdgarApi.Api.Problems;

namespace EdgarApi.Api.Responses;

/// <summary>The result of a computation: a value, or the problem that prevented it.</summary>
internal readonly record struct Computed<T>(T? Value, ApiProblem? Problem) where T : class
{
    public static implicit operator Computed<T>(T value) => new(value, null);

    public static implicit operator Computed<T>(ApiProblem problem) => new(null, problem);
}
