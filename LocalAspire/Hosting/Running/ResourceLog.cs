using Aspire.Hosting.ApplicationModel;

namespace LocalAspire.Running;

/// <summary>What resources print, each line behind its resource's name.</summary>
internal static class ResourceLog
{
    private const int NameWidth = 20;

    private static readonly TextWriter Output = Console.Out;

    public static void Write(string name, string line) => Output.WriteLine($"{name,-NameWidth}| {line}");

    public static void Table(IEnumerable<ProcessResource> resources)
    {
        foreach (var resource in resources.Where(resource => resource.Endpoints.Count > 0))
        {
            var addresses = resource.Endpoints.Select(endpoint => new EndpointReference(resource, endpoint.Name).Url);
            var replicas = resource.Replicas > 1 ? $" ({resource.Replicas} replicas)" : "";
            Write(resource.Name, $"at {string.Join(", ", addresses)}{replicas}");
        }
    }
}
