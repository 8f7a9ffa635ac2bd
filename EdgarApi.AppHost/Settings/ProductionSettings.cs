namespace EdgarApi.AppHost.Settings;

/// <summary>
/// The settings of the programs in the cloud, except those of the stores. The modules in <c>infra</c> set the same variables; tests
/// compare both.
/// </summary>
internal static class ProductionSettings
{
    /// <summary>Adds the variables to both projects. Values that the deployment chooses are parameters.</summary>
    public static void Add(IResourceBuilder<ProjectResource> api, IResourceBuilder<ProjectResource> warmer)
    {
        var builder = api.ApplicationBuilder;
        var contact = builder.AddParameter("sec-contact");
        foreach (var project in (IResourceBuilder<ProjectResource>[])[api, warmer])
        {
            project.WithEnvironment("EdgarApi__Ingest__Source", "Live")
                .WithEnvironment("EdgarApi__Sec__Contact", contact)
                // The ingress does not forward this port, so only the environment itself can scrape it.
                .WithEnvironment("EdgarApi__MetricsUrl", "http://*:9464")
                // A volume that outlives the replicas: the Warmer writes it, the API reads it.
                .WithEnvironment("EdgarApi__Datasets__Directory", "/var/lib/edgar/datasets")
                // Without passwords: the identity of the program signs in.
                .WithEnvironment("EdgarApi__Postgres__Authentication", "Entra")
                .WithEnvironment("AZURE_CLIENT_ID", builder.AddParameter($"{project.Resource.Name}-client-id"))
                .WithEnvironment("OTEL_SERVICE_NAME", project.Resource.Name)
                .WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", "http://otel-collector:4317");
        }

        // Container Apps terminates TLS at its ingress, which forwards requests from these reserved addresses.
        api.WithEnvironment("EdgarApi__TrustedProxies__0", "100.100.0.0/16")
            .WithEnvironment("EdgarApi__Cache__MemoryMegabytes", builder.AddParameter("api-cache-megabytes"))
            .WithEnvironment("EdgarApi__Facts__CacheMegabytes", builder.AddParameter("api-facts-megabytes"))
            .WithEnvironment("EdgarApi__Postgres__MaxPoolSize", builder.AddParameter("api-pool-size"))
            .WithEnvironment("EdgarApi__Usage__SpoolDirectory", "/var/lib/edgar/usage"); // a volume that outlives the replica
        warmer.WithEnvironment("EdgarApi__Warming__ApiKey", builder.AddParameter("warming-api-key", secret: true))
            .WithEnvironment("EdgarApi__Edge__PurgeUrl", builder.AddParameter("purge-url"));
    }
}
