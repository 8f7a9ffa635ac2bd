using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EdgarApi.Storage.Postgres;

/// <summary>The role of a node.</summary>
public enum NodeRole
{
    /// <summary>Takes the writes; serves reads only if no replica can.</summary>
    Primary,

    /// <summary>Replica for the API's reads of single companies: at most one second behind by default.</summary>
    Api,

    /// <summary>Replica for reads of many companies: at most five seconds behind by default.</summary>
    Analytics,
}

/// <summary>A Postgres server.</summary>
/// <param name="Name">Name of the connection string, for example <c>edgardb-api</c>.</param>
/// <param name="Role">The role.</param>
/// <param name="ConnectionString">The connection string.</param>
public sealed record DatabaseNode(string Name, NodeRole Role, string ConnectionString)
{
    /// <summary>
    /// Name of the primary's connection string. Replicas append <c>-api</c> or <c>-analytics</c>, and further ones a number
    /// (<c>-api-2</c>).
    /// </summary>
    public const string PrimaryName = "edgardb";

    private const string Example = "Host=localhost;Username=edgar;Password=…;Database=edgar";

    /// <summary>Key of the data source for routed reads.</summary>
    public string ReadsKey => $"{Name} reads";

    /// <summary>Key of the data source for probes.</summary>
    public string ProbesKey => $"{Name} probe";

    /// <summary>Reads the nodes from the configuration, primary first.</summary>
    /// <exception cref="OptionsValidationException">
    /// The primary is missing (the message says how to configure it), or a connection string is invalid.
    /// </exception>
    public static IReadOnlyList<DatabaseNode> FromConfiguration(IConfiguration configuration)
    {
        var named = configuration.GetSection("ConnectionStrings").GetChildren()
            .Where(entry => !string.IsNullOrWhiteSpace(entry.Value) && GetRole(entry.Key) is not null)
            .Select(entry => Read(entry.Key, GetRole(entry.Key)!.Value, entry.Value!));
        DatabaseNode[] nodes = [.. named.OrderBy(node => node.Role).ThenBy(node => node.Name, StringComparer.Ordinal)];
        return nodes is [{ Role: NodeRole.Primary }, ..]
            ? nodes
            : throw new OptionsValidationException(PrimaryName, typeof(DatabaseNode),
                [
                    $"The connection string '{PrimaryName}' is missing. Start through the AppHost, or set ConnectionStrings__{PrimaryName} "
                    + $"to that of the primary, for example {Example}."
                ]);
    }

    private static DatabaseNode Read(string name, NodeRole role, string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString) is { Host.Length: > 0 }
                ? new DatabaseNode(name, role, connectionString)
                : throw new ArgumentException("The host is missing.");
        }
        catch (ArgumentException error)
        {
            // The connection string may contain a password, so the message omits it.
            throw new OptionsValidationException(
                name, typeof(DatabaseNode), [$"ConnectionStrings:{name} is not a connection string like {Example}: {error.Message}"]);
        }
    }

    /// <summary>Returns name and role; the connection string contains a password.</summary>
    public override string ToString() => $"{Name} ({Role})";

    private static NodeRole? GetRole(string name) =>
        name == PrimaryName ? NodeRole.Primary
        : IsReplica(name, "api") ? NodeRole.Api
        : IsReplica(name, "analytics") ? NodeRole.Analytics
        : null;

    /// <summary>Matches <c>edgardb-api</c> and <c>edgardb-api-2</c>.</summary>
    private static bool IsReplica(string name, string role)
    {
        var first = $"{PrimaryName}-{role}";
        return name == first
            || (name.StartsWith($"{first}-", StringComparison.Ordinal)
                && int.TryParse(name.AsSpan(first.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _));
    }
}
