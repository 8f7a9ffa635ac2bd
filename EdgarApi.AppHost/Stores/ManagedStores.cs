namespace EdgarApi.AppHost.Stores;

/// <summary>The cloud's managed services. The deployment provides their connection strings as parameters.</summary>
internal static class ManagedStores
{
    private static readonly string[] Names =
        [DataStores.Redis, DatabaseNodes.Primary, DatabaseNodes.ApiReplica, DatabaseNodes.AnalyticsReplica];

    public static DataStores Add(IDistributedApplicationBuilder builder) =>
        new([.. Names.Select(name => Parameter(builder, name))], [], [], Passwords: null);

    private static IResourceBuilder<ConnectionStringResource> Parameter(IDistributedApplicationBuilder builder, string name)
    {
        var value = builder.AddParameter($"{name}-connection", secret: true);
        return builder.AddConnectionString(name, ReferenceExpression.Create($"{value}"));
    }
}
