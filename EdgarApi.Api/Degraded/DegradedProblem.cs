using System.Globalization;
using EdgarApi.Accounts.Degraded;
using EdgarApi.Api.Problems;

namespace EdgarApi.Api.Degraded;

/// <summary>A request that degraded mode does not serve.</summary>
internal sealed class DegradedProblem : IResult
{
    /// <summary>Maximum of <c>Retry-After</c>, because an operator can end the mode early.</summary>
    public static readonly TimeSpan MaxRetryAfter = TimeSpan.FromMinutes(1);

    private readonly DegradedPeriod _period;
    private readonly string _detail;

    private DegradedProblem(DegradedPeriod period, string detail) => (_period, _detail) = (period, detail);

    /// <summary>The response is in no cache.</summary>
    public static DegradedProblem NotCached(DegradedPeriod period) => new(
        period, $"The service only sends cached responses until {period.EndText}, and this one is not cached.");

    /// <summary>The response is an export.</summary>
    public static DegradedProblem NoExports(DegradedPeriod period, string format) => new(
        period, $"The service sends no exports until {period.EndText}; {format} is one. Cached responses are available as JSON.");

    /// <summary>The response needs the database.</summary>
    public static DegradedProblem NotComputed(DegradedPeriod period) => new(
        period, $"The service only sends cached responses until {period.EndText}; this one is computed for each request.");

    /// <summary>The problem without its header.</summary>
    public ApiProblem Problem => ApiProblem.Create(ProblemKinds.DegradedMode, _detail);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var left = _period.EndsAt - httpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        var seconds = Math.Clamp(Math.Ceiling(left.TotalSeconds), 1, MaxRetryAfter.TotalSeconds);
        httpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Problem.ExecuteAsync(httpContext);
    }
}
