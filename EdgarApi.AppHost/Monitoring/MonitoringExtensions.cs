using EdgarApi.AppHost.Settings;
using EdgarApi.AppHost.Supervision;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EdgarApi.AppHost.Monitoring;

/// <summary>Adds Prometheus and Alertmanager, and as containers also Grafana, if <c>EdgarApi:Monitoring</c> is true.</summary>
internal static class MonitoringExtensions
{
    private const string Prometheus = "prometheus";
    private const string Alertmanager = "alertmanager";
    private const string Http = "http";
    private const string Ready = "/-/ready";

    /// <summary>Debian packages Prometheus with the classic pages only.</summary>
    private static string LocalPages => File.Exists("/etc/debian_version") ? "/classic" : "";

    /// <param name="builder">The system.</param>
    /// <param name="settings">Whether to monitor, with containers or local programs.</param>
    /// <param name="page">The project whose page for operators shows what Prometheus knows.</param>
    /// <param name="projects">The projects to scrape; each is a job of Prometheus' configuration.</param>
    public static IDistributedApplicationBuilder AddMonitoring(
        this IDistributedApplicationBuilder builder, LocalSettings settings, IResourceBuilder<ProjectResource> page,
        params IReadOnlyList<IResourceBuilder<ProjectResource>> projects)
    {
        if (!settings.Monitoring) return builder;
        var source = Path.GetFullPath("../monitoring", builder.AppHostDirectory);
        var files = MonitoringFiles.Create(source, settings.StateDirectory, settings.AlertWebhook);
        var prometheus = settings.UseContainers.Value
            ? AddContainers(builder, files, source)
            : AddExecutables(builder, files, settings);
        page.WithEnvironment("EdgarApi__Ops__PrometheusUrl", prometheus);

        IReadOnlyList<MonitoredResource> monitored = settings.UseContainers.Value
            ? [.. projects.Select(project => new MonitoredResource(project.Resource.Name, GetAddressFromContainer)),
                new(Alertmanager, _ => $"{Alertmanager}:9093")]
            : [.. projects.Select(project => project.Resource.Name).Append(Alertmanager)
                .Select(name => new MonitoredResource(name, change => change.GetOwnAddress()))];
        builder.Services.AddSingleton<IHostedService>(provider =>
            ActivatorUtilities.CreateInstance<ScrapeTargetsWriter>(provider, files, monitored));
        return builder;
    }

    private static EndpointReference AddExecutables(IDistributedApplicationBuilder builder, MonitoringFiles files, LocalSettings settings)
    {
        builder.AddExecutable(Alertmanager, "sh", Prometheus, "alertmanager.sh")
            .WithHttpEndpoint(name: Http, env: "ALERTMANAGER_PORT", isProxied: false)
            .WithEnvironment("ALERTMANAGER_CONFIG", files.AlertmanagerConfiguration)
            .WithEnvironment("ALERTMANAGER_DATA", Path.Combine(settings.DataDirectory, Alertmanager))
            .AsAlertmanager();
        return builder.AddExecutable(Prometheus, "sh", Prometheus, "prometheus.sh")
            .WithHttpEndpoint(name: Http, env: "PROMETHEUS_PORT", isProxied: false)
            .WithEnvironment("PROMETHEUS_CONFIG", files.PrometheusConfiguration)
            .WithEnvironment("PROMETHEUS_DATA", Path.Combine(settings.DataDirectory, Prometheus))
            .AsPrometheus(files, LocalPages)
            .GetEndpoint(Http);
    }

    private static EndpointReference AddContainers(IDistributedApplicationBuilder builder, MonitoringFiles files, string source)
    {
        builder.AddContainer(Alertmanager, "prom/alertmanager", "v0.28.1")
            .WithBindMount(files.Folder, "/etc/alertmanager", isReadOnly: true)
            .WithHttpEndpoint(targetPort: 9093, name: Http)
            .WithArgs("--config.file=/etc/alertmanager/alertmanager.yml", "--storage.path=/alertmanager", "--cluster.listen-address=")
            .AsAlertmanager();
        var prometheus = builder.AddContainer(Prometheus, "prom/prometheus", "v3.5.0");
        prometheus.WithBindMount(files.Folder, "/etc/prometheus", isReadOnly: true)
            .WithVolume(VolumeNameGenerator.Generate(prometheus, "data"), "/prometheus")
            .WithHttpEndpoint(targetPort: 9090, name: Http)
            .WithContainerRuntimeArgs("--add-host=host.docker.internal:host-gateway") // Docker on Linux does not know the name
            .WithArgs("--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus",
                "--storage.tsdb.retention.time=35d")
            .AsPrometheus(files, "");
        builder.AddContainer("grafana", "grafana/grafana", "12.1.0")
            .WithBindMount(source, "/etc/edgar", isReadOnly: true)
            .WithHttpEndpoint(targetPort: 3000, name: Http)
            .WithEnvironment("GF_PATHS_PROVISIONING", "/etc/edgar/grafana/provisioning")
            .WithEnvironment("GF_AUTH_ANONYMOUS_ENABLED", "true") // a viewer on this machine changes nothing
            .WithEnvironment("PROMETHEUS_URL", prometheus.GetEndpoint(Http))
            .WithIconName("DataArea")
            .WithHttpHealthCheck("/api/health");
        return prometheus.GetEndpoint(Http);
    }

    private static void AsAlertmanager<T>(this IResourceBuilder<T> alertmanager) where T : IResourceWithEndpoints => alertmanager
        .WithIconName("AlertOn")
        .WithHttpHealthCheck(Ready)
        .WithUrlForEndpoint(Http, url => url.DisplayText = "Alertmanager");

    private static IResourceBuilder<T> AsPrometheus<T>(this IResourceBuilder<T> prometheus, MonitoringFiles files, string pages)
        where T : IResourceWithEndpoints
    {
        var builder = prometheus.ApplicationBuilder;
        var endpoint = prometheus.GetEndpoint(Http);
        var check = $"{Prometheus}-rules";
        builder.Services.AddHttpClient();
        builder.Services.AddHealthChecks().Add(new(check,
            provider => new LoadedRulesCheck(provider.GetRequiredService<IHttpClientFactory>(), files.Rules,
                () => endpoint.IsAllocated ? new Uri(endpoint.Url) : null),
            failureStatus: null, tags: null));
        return prometheus.WithIconName("ChartMultiple")
            .WithHttpHealthCheck(Ready)
            .WithHealthCheck(check)
            .WithUrlForEndpoint(Http, url => url.DisplayText = "Prometheus")
            .WithUrlForEndpoint(Http, _ => new ResourceUrlAnnotation { Url = $"{pages}/alerts", DisplayText = "Alerts" })
            .WithUrlForEndpoint(Http, _ => new ResourceUrlAnnotation { Url = $"{pages}/targets", DisplayText = "Targets" });
    }

    /// <summary>A process of this machine, as a container reaches it.</summary>
    private static string? GetAddressFromContainer(ResourceEvent change) => change.GetOwnAddress() is { } address
        ? $"host.docker.internal:{new Uri(address).Port}"
        : null;
}
