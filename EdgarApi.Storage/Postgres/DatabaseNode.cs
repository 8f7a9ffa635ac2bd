using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EdgarApi.Storage.Postgres;

/// <summary>What a node is there for.</summary>
public enum NodeRole
{
    /// <summary>Takes the writes; serves reads only when no replica can.</summary>
    Primary,

    /// <summary>Replica for the API's reads of one company: at most a second behind.</summary>
    Api,

    /// <summary>Replica for work over many companies: at most five seconds behind.</summary>
    Analytics,
}

/// <summary>One Postgres server.</summary>
/// <param name="Name">Name of its connection string, as in <c>edgardb-api</c>.</param>
/// <param name="Role">What it is there for.</param>
/// <param name="ConnectionString">How to reach it.</param>
public sealed record DatabaseNode(string Name, NodeRole Role, string ConnectionString)
{
    /// <summary>Connection string name of the primary; replicas have <c>-api</c> or <c>-analytics</c> after it, and further ones a number (<c>-api-2</c>).</summary>
    public const string PrimaryName = "edgardb";

    private const string Example = "Host=localhost;Username=edgar;Password=…;Database=edgar";

    /// <summary>Key of the data source for routed reads.</summary>
    public string ReadsKey => $"{Name} reads";

    /// <summary>Key of the data source for probes.</summary>
    public string ProbesKey => $"{Name} probe";

    /// <summary>The nodes that the configuration names, the primary first.</summary>
    /// <exception cref="OptionsValidationException">There is no primary, and the message says how to name one; or what names a node is no connection string.</exception>
    public static IReadOnlyList<DatabaseNode> FromConfiguration(IConfiguration configuration)
    {
        var named = configuration.GetSection("ConnectionStrings").GetChildren()
            .Where(entry => !string.IsNullOrWhiteSpace(entry.Value) && GetRole(entry.Key) is not null)
            .Select(entry => Read(entry.Key, GetRole(entry.Key)!.Value, entry.Value!));
        DatabaseNode[] nodes = [.. named.OrderBy(node => node.Role).ThenBy(node => node.Name, StringComparer.Ordinal)];
        return nodes is [{ Role: NodeRole.Primary }, ..]
            ? nodes
            : throw new OptionsValidationException(PrimaryName, typeof(DatabaseNode),
                [$"There is no connection string '{PrimaryName}': start through the AppHost, or set ConnectionStrings__{PrimaryName} to the primary's, as in {Example}."]);
    }

    private static DatabaseNode Read(string name, NodeRole role, string connectionString)
    {
        try
        {
            return new DatabaseNode(name, role, new NpgsqlConnectionStringBuilder(connectionString) is { Host.Length: > 0 } ? connectionString : throw new ArgumentException("It names no host."));
        }
        catch (ArgumentException error)
        {
            // The string itself may have a password.
            throw new OptionsValidationException(name, typeof(DatabaseNode), [$"ConnectionStrings:{name} is no connection string as {Example}: {error.Message}"]);
        }
    }

    /// <summary>Name and role; the connection string holds a password.</summary>
    public override string ToString() => $"{Name} ({Role})";

    private static NodeRole? GetRole(string name) =>
        name == PrimaryName ? NodeRole.Primary
        : IsReplica(name, "api") ? NodeRole.Api
        : IsReplica(name, "analytics") ? NodeRole.Analytics
        : null;

    /// <summary>As in <c>edgardb-api</c>, <c>edgardb-api-2</c>.</summary>
    private static bool IsReplica(string name, string role)
    {
        var first = $"{PrimaryName}-{role}";
        return name == first
            || (name.StartsWith($"{first}-", StringComparison.Ordinal)
                && int.TryParse(name.AsSpan(first.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _));
    }
}
