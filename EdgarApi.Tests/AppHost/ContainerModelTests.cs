using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace EdgarApi.Tests.AppHost;

/// <summary>The application model with containers, shared by the tests because none of them changes it.</summary>
public sealed class ContainerModel : IAsyncLifetime
{
    private readonly string _folder = RunningSystem.DataFolder();

    public IDistributedApplicationTestingBuilder Builder { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var settings = RunningSystem.Settings(_folder)
            .Where(setting => !setting.StartsWith("--EdgarApi:Containers", StringComparison.Ordinal));
        Builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.EdgarApi_AppHost>(
            [.. settings, "--EdgarApi:Containers=true", "--EdgarApi:Monitoring=true"]);
    }

    public async ValueTask DisposeAsync()
    {
        await Builder.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

public sealed class ContainerModelTests(ContainerModel model) : IClassFixture<ContainerModel>
{
    [Theory]
    [InlineData("redis", "library/redis")]
    [InlineData("postgres-primary", "postgres")]
    [InlineData("postgres-api", "postgres")]
    [InlineData("postgres-analytics", "postgres")]
    [InlineData("prometheus", "prom/prometheus")]
    [InlineData("alertmanager", "prom/alertmanager")]
    [InlineData("grafana", "grafana/grafana")]
    public void Each_server_is_a_container_with_a_health_check(string name, string image)
    {
        var server = Assert.IsAssignableFrom<ContainerResource>(Resource(name));

        Assert.Equal(image, server.Annotations.OfType<ContainerImageAnnotation>().Single().Image);
        Assert.NotEmpty(server.Annotations.OfType<HealthCheckAnnotation>());
    }

    [Theory]
    [InlineData("postgres-primary", "/edgar/primary.sh")]
    [InlineData("postgres-api", "/edgar/replica.sh")]
    public async Task A_node_runs_its_script_on_a_volume_of_its_own(string name, string script)
    {
        var node = (ContainerResource)Resource(name);

        Assert.Equal("/bin/sh", node.Entrypoint);
        Assert.Equal([script], await ArgumentsAsync(node));
        var mounts = node.Annotations.OfType<ContainerMountAnnotation>().ToList();
        Assert.Contains(mounts, mount => mount is { Type: ContainerMountType.BindMount, Target: "/edgar", IsReadOnly: true });
        Assert.Contains(mounts, mount => mount is { Type: ContainerMountType.Volume, Target: "/var/lib/edgar" }
            && mount.Source!.EndsWith($"-{name}-data", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Redis_is_a_cache_with_bounded_memory() =>
        Assert.Equal(["--save", "", "--appendonly", "no", "--maxmemory", "256mb", "--maxmemory-policy", "allkeys-lru"],
            (await ArgumentsAsync((ContainerResource)Resource("redis")))[^8..]);

    [Theory]
    [InlineData("warmer", "edgardb edgardb-analytics edgardb-api redis")]
    [InlineData("api", "edgardb edgardb-analytics edgardb-api prometheus redis")]
    public void A_project_references_every_store_and_the_API_Prometheus(string name, string expected)
    {
        var references = Resource(name).Annotations.OfType<ResourceRelationshipAnnotation>().Where(relation => relation.Type == "Reference")
            .Select(relation => relation.Resource).Where(resource => resource is not (ParameterResource or ProjectResource));

        Assert.Equal(expected.Split(' '), references.Select(resource => resource.Name).Distinct().Order());
    }

    [Theory]
    [InlineData("postgres-api")]
    [InlineData("postgres-analytics")]
    public void A_replica_is_shown_below_the_primary_and_waits_for_it(string name)
    {
        var replica = Resource(name);

        Assert.Contains(replica.Annotations.OfType<ResourceRelationshipAnnotation>(), relation =>
            relation.Type == "Parent" && relation.Resource.Name == "postgres-primary");
        Assert.Contains(replica.Annotations.OfType<WaitAnnotation>(), wait =>
            wait.Resource.Name == "postgres-primary" && wait.WaitType == WaitType.WaitUntilHealthy);
    }

    [Theory]
    [InlineData("prometheus", "/etc/prometheus", "--config.file=/etc/prometheus/prometheus.yml")]
    [InlineData("alertmanager", "/etc/alertmanager", "--config.file=/etc/alertmanager/alertmanager.yml")]
    public async Task Monitoring_runs_with_the_files_of_the_run(string name, string mount, string argument)
    {
        var container = (ContainerResource)Resource(name);

        Assert.Contains(argument, await ArgumentsAsync(container));
        var files = Assert.Single(container.Annotations.OfType<ContainerMountAnnotation>(), candidate => candidate.Target == mount);
        Assert.True(files.IsReadOnly);
        Assert.True(File.Exists(Path.Combine(files.Source!, Path.GetFileName(argument))));
    }

    [Fact]
    public async Task Grafana_finds_Prometheus_and_the_dashboards_by_provisioning()
    {
        var grafana = (ContainerResource)Resource("grafana");
        var context = new EnvironmentCallbackContext(
            model.Builder.ExecutionContext, grafana, cancellationToken: TestContext.Current.CancellationToken);
        foreach (var annotation in grafana.Annotations.OfType<EnvironmentCallbackAnnotation>()) await annotation.Callback(context);

        Assert.Equal("prometheus", Assert.IsType<EndpointReference>(context.EnvironmentVariables["PROMETHEUS_URL"]).Resource.Name);
        var mount = Assert.Single(grafana.Annotations.OfType<ContainerMountAnnotation>());
        var provisioning = Path.GetRelativePath(mount.Target, (string)context.EnvironmentVariables["GF_PATHS_PROVISIONING"]);
        Assert.True(File.Exists(Path.Combine(mount.Source!, provisioning, "datasources/prometheus.yml")));
        Assert.True(File.Exists(Path.Combine(mount.Source!, provisioning, "dashboards/edgarapi.yml")));
    }

    private IResource Resource(string name) => model.Builder.Resources.Single(resource => resource.Name == name);

    private async Task<List<string?>> ArgumentsAsync(ContainerResource container)
    {
        var context = new CommandLineArgsCallbackContext([], container,
            TestContext.Current.CancellationToken) { ExecutionContext = model.Builder.ExecutionContext };
        foreach (var annotation in container.Annotations.OfType<CommandLineArgsCallbackAnnotation>()) await annotation.Callback(context);
        return [.. context.Args.Select(argument => argument.ToString())];
    }
}
