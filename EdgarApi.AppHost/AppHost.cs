using EdgarApi.AppHost.Commands;
using EdgarApi.AppHost.Logs;
using EdgarApi.AppHost.Monitoring;
using EdgarApi.AppHost.RunFiles;
using EdgarApi.AppHost.Settings;
using EdgarApi.AppHost.Stores;
using EdgarApi.AppHost.Supervision;
using EdgarApi.ServiceDefaults;

// The topology: Redis, a Postgres primary with two streaming replicas, the Warmer, and two API processes behind one address.
InvalidSettings.RegisterHandler(userErrors: typeof(DistributedApplicationException));
var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
{
    Args = args, EnableResourceLogging = true, DisableDashboard = !LocalSettings.ReadDashboard(args),
});
builder.Configuration["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true"; // everything listens on the loopback interface
var publishing = builder.ExecutionContext.IsPublishMode;
var settings = LocalSettings.Read(builder);
using var running = publishing ? null : RunLock.Take(settings);
var stores = DataStores.Add(builder, settings);

var warmer = builder.AddProject<Projects.EdgarApi_Warmer>("warmer")
    .RunBuiltProgram()
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health")
    .WithIconName("Fire")
    .WithReferences(stores)
    .PassSettings(
        "EdgarApi:Ingest:Source", "EdgarApi:Ingest:Path", "EdgarApi:Sec:Contact", "EdgarApi:Warming:Enabled", "EdgarApi:Facts:InRedis");

var api = builder.AddProject<Projects.EdgarApi_Api>("api")
    .RunBuiltProgram()
    .WithReplicas(2)
    .WithHttpEndpoint(port: settings.ApiPort)
    .WithExternalHttpEndpoints()
    .WithHttpHealthCheck("/health")
    .WithIconName("PlugConnected")
    .WithReferences(stores)
    .WaitFor(warmer) // it migrates the schema and loads the first companies
    .PassSettings("EdgarApi:Ingest:Source", "EdgarApi:Sec:Contact", "EdgarApi:Facts:CacheMegabytes", "EdgarApi:Facts:InRedis");

// Redis is shared by more programs than may decide what callers see.
var signingKey = builder.AddSecret("cache-signing-key");
foreach (var program in (IResourceBuilder<ProjectResource>[])[api, warmer])
    program.WithEnvironment("EdgarApi__Cache__SigningKey", signingKey).PassSettings("EdgarApi:Cache:PreviousSigningKey");

warmer.WithReference(api); // it warms the API's caches; no WaitFor, because the API waits for the Warmer

if (publishing)
{
    ProductionSettings.Add(api, warmer);
}
else
{
    var key = DevelopmentKeyParameter.Add(builder, settings);
    warmer.WithEnvironment("ASPNETCORE_ENVIRONMENT", "Development");
    api.WithEnvironment("ASPNETCORE_ENVIRONMENT", "Development");
    // The Warmer writes datasets where the API's processes read them.
    foreach (var program in (IResourceBuilder<ProjectResource>[])[api, warmer])
        program.WithEnvironment("EdgarApi__Datasets__Directory", Path.Combine(settings.DataDirectory, "datasets"));
    api.WithEnvironment(context => context.EnvironmentVariables["EdgarApi__DevelopmentKey"] = key)
        .WithEnvironment("EdgarApi__Usage__SpoolDirectory", Path.Combine(settings.DataDirectory, "usage")) // shared by the API's processes
        .WithDocumentationLinks()
        .WithApiCommands(key, warmer);
    warmer.WithEnvironment(context => context.EnvironmentVariables["EdgarApi__Warming__ApiKey"] = key)
        .WithWarmerCommands(key, api);
    builder.AddSupervision().AddRunFiles(settings, stores, api, key).AddMonitoring(settings, page: api, api, warmer);
}

await builder.AddConsoleLog().Build().RunUntilStoppedAsync();
