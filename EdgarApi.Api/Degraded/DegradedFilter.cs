using EdgarApi.Accounts.Degraded;

namespace EdgarApi.Api.Degraded;

/// <summary>Ends requests whose responses are not cacheable and need the database, while degraded mode is on.</summary>
internal sealed class DegradedFilter(DegradedMode mode) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        mode.Current is { } period ? new(DegradedProblem.NotComputed(period)) : next(context);
}
