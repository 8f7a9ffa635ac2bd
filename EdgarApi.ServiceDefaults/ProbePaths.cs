using EdgarApi.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Http;

namespace EdgarApi.ServiceDefaults;

/// <summary>Paths that load balancers, orchestrators and Prometheus request all the time, from inside the network.</summary>
internal static class ProbePaths
{
    public const string Health = "/health";
    public const string Alive = "/alive";

    /// <summary>Whether a path is one of them.</summary>
    public static bool Contain(PathString path) =>
        path.StartsWithSegments(Health) || path.StartsWithSegments(Alive) || path.StartsWithSegments(MetricsEndpoint.Path);
}
