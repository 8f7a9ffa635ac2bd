using EdgarApi.AppHost;
using EdgarApi.ServiceDefaults;

// The topology: Redis, a Postgres primary with two streaming replicas, the Warmer, and two API replicas behind one address.
// It compiles against Aspire and against LocalAspire (docs/apphost.md), so it keeps to the calls that both have.
WrongSettings.EndTheProgram(also: typeof(DistributedApplicationException));
var builder = DistributedApplication.CreateBuilder(args);
var publishing = builder.ExecutionContext.IsPublishMode;
var settings = new LocalSettings(builder.Configuration, builder.AppHostDirectory);

var stores = publishing ? Stores.Managed(builder)
    : settings.Containers ? Stores.Containers(builder, settings)
    : Stores.Executables(builder, settings);

var warmer = builder.AddProject<Projects.EdgarApi_Warmer>("warmer")
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health");
UseStores(warmer);
PassOn(warmer, "EdgarApi:Ingest:Source", "EdgarApi:Ingest:Path", "EdgarApi:Sec:Contact", "EdgarApi:Warming:Enabled", "EdgarApi:Facts:InRedis");

var api = builder.AddProject<Projects.EdgarApi_Api>("api")
    .WithReplicas(2)
    .WithHttpEndpoint(port: settings.ApiPort)
    .WithExternalHttpEndpoints()
    .WithHttpHealthCheck("/health")
    .WaitFor(warmer); // which brings the schema, and the first companies
UseStores(api);
PassOn(api, "EdgarApi:Ingest:Source", "EdgarApi:Sec:Contact", "EdgarApi:Facts:CacheMegabytes", "EdgarApi:Facts:InRedis");
warmer.WithReference(api); // whose caches it warms; no WaitFor, since the API waits for it
if (publishing)
{
    // Container Apps ends TLS at its ingress, which asks from the environment's reserved addresses.
    api.WithEnvironment("EdgarApi__TrustedProxies__0", "100.100.0.0/16");
}
else
{
    var key = settings.Secret("development-key", "EdgarApi:DevelopmentKey");
    api.WithEnvironment("EdgarApi__DevelopmentKey", key);
    api.WithEnvironment("EdgarApi__Usage__SpoolDirectory", Path.Combine(settings.DataDirectory, "usage")); // both replicas share it
    warmer.WithEnvironment("EdgarApi__Warming__ApiKey", key);
}

builder.Build().Run();

void UseStores(IResourceBuilder<ProjectResource> project)
{
    project.WithReference(stores.Redis).WithReference(stores.Primary).WithReference(stores.ApiReplica).WithReference(stores.AnalyticsReplica);
    foreach (var server in stores.Servers)
        project.WaitFor(server);
    if (!publishing)
        project.WithEnvironment("ASPNETCORE_ENVIRONMENT", "Development");
}

void PassOn(IResourceBuilder<ProjectResource> project, params string[] names)
{
    foreach (var name in names)
    {
        if (builder.Configuration[name] is { Length: > 0 } value)
            project.WithEnvironment(name.Replace(":", "__", StringComparison.Ordinal), value);
    }
}
