using System.Globalization;

namespace EdgarApi.AppHost.Supervision;

/// <summary>What the orchestrator reports about a process.</summary>
internal static class ResourceEventExtensions
{
    /// <summary>Gets the process id, or null if the resource has no running process.</summary>
    public static int? GetProcessId(this ResourceEvent change)
    {
        if (change.Snapshot.State?.Text != KnownResourceStates.Running) return null;
        var id = change.Snapshot.Properties.FirstOrDefault(property => property.Name == "executable.pid")?.Value;
        return id is null ? null : Convert.ToInt32(id, CultureInfo.InvariantCulture);
    }

    /// <summary>Gets the address on which the process itself listens: a replica's resource URL is the proxy's.</summary>
    public static string? GetOwnAddress(this ResourceEvent change) =>
        change.Snapshot.EnvironmentVariables.FirstOrDefault(variable => variable.Name == "ASPNETCORE_URLS")?.Value
        ?? change.Snapshot.Urls.FirstOrDefault(url => !url.IsInternal)?.Url;

    /// <summary>Whether this is Aspire's dashboard, which the orchestrator looks after.</summary>
    public static bool IsDashboard(this ResourceEvent change) => change.Resource.Name == "aspire-dashboard";
}
