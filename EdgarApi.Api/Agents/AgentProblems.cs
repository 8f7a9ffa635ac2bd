using System.Text;
using EdgarApi.Api.Agents.Tools;
using EdgarApi.Api.Degraded;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using ModelContextProtocol.Protocol;

namespace EdgarApi.Api.Agents;

/// <summary>Turns problems into results that say what to call instead.</summary>
internal static class AgentProblems
{
    private const int MaxError = 300;

    public static CallToolResult ToResult(ApiProblem problem) =>
        new() { IsError = true, Content = [new TextContentBlock { Text = GetText(problem) }] };

    /// <summary>Gets the problem that a filter of arguments responds with.</summary>
    public static ApiProblem From(IResult result) => result switch
    {
        DegradedProblem degraded => degraded.Problem,
        _ => (ApiProblem)result,
    };

    private static string GetText(ApiProblem problem)
    {
        // The errors say what the detail of an invalid parameter sums up.
        var text = new StringBuilder(
            problem.Kind == ProblemKinds.InvalidParameter ? $"{problem.Kind.Code}:" : $"{problem.Kind.Code}: {problem.Detail}");
        foreach (var (name, errors) in problem.Errors ?? new Dictionary<string, string[]>())
            text.Append('\n').Append(name).Append(": ").AppendJoin("; ", errors.Select(Shorten));
        if (problem.Suggestions is { Count: > 0 } suggestions) text.Append("\nDid you mean: ").AppendJoin(", ", suggestions).Append('?');
        foreach (var (name, values) in problem.Available ?? new Dictionary<string, string[]>())
            text.Append("\navailable ").Append(name).Append(": ").AppendJoin(", ", values);
        return text.Append('\n').Append(GetNextStep(problem)).ToString();
    }

    /// <summary>Drops a list of valid values that is longer than an agent needs; a tool has it.</summary>
    private static string Shorten(string error) => error.Length <= MaxError ? error : error.Split(UnknownName.Valid)[0];

    private static string GetNextStep(ApiProblem problem)
    {
        var kind = problem.Kind;
        if (kind == ProblemKinds.CompanyNotFound)
            return $"Call {AgentTools.Search} with a part of the company's name, then this tool with its ticker or CIK.";
        if (kind == ProblemKinds.NoData)
            return $"Call this tool with something that is available, or {AgentTools.Company} for what the company has.";
        if (kind == ProblemKinds.InvalidParameter && problem.Errors?.Keys.Any(name => name is "metrics" or "fields" or "where") == true)
            return $"Call {AgentTools.Metrics} for the ids of metrics, then this tool with correct arguments.";
        if (kind == ProblemKinds.InvalidParameter) return "Call this tool with correct arguments.";
        if (kind == ProblemKinds.TierLimitExceeded && problem.Limit is { Allows: { } allowed } limit)
            return FormattableString.Invariant($"Call this tool with {limit.Name}={allowed} at most, and follow `cursor` for more.");
        return kind.Status == StatusCodes.Status503ServiceUnavailable
            ? $"Call this tool again in {UnhandledExceptions.RetryAfterSeconds} seconds."
            : kind.Remedy;
    }
}
