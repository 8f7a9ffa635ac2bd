using EdgarApi.Storage.Ingest;
using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Schema;
using Microsoft.Extensions.Configuration;

namespace EdgarApi.Tests.Storage.Postgres;

public sealed class DatabaseNodeTests
{
    [Fact]
    public void A_role_can_have_several_numbered_replicas_and_other_names_are_not_nodes()
    {
        string[] names =
        [
            "edgardb", "edgardb-api", "edgardb-api-2", "edgardb-api-3", "edgardb-analytics", "edgardb-analytics-2",
            "edgardb_api", "edgardb_api_2", "edgardb-apis", "edgardb-api-", "edgardb-api-two", "edgardb-archive", "redis",
        ];
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            names.Select(name => new KeyValuePair<string, string?>($"ConnectionStrings:{name}", "Host=127.0.0.1"))).Build();

        Assert.Equal(
            [
                ("edgardb", NodeRole.Primary),
                ("edgardb-api", NodeRole.Api),
                ("edgardb-api-2", NodeRole.Api),
                ("edgardb-api-3", NodeRole.Api),
                ("edgardb-analytics", NodeRole.Analytics),
                ("edgardb-analytics-2", NodeRole.Analytics),
            ],
            DatabaseNode.FromConfiguration(configuration).Select(node => (node.Name, node.Role)));
    }
}
