using Microsoft.Extensions.Configuration;

namespace EdgarApi.Data.Postgres;

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

    /// <summary>The nodes that the configuration names, the primary first.</summary>
    /// <exception cref="InvalidOperationException">There is no primary; the message says how to name one.</exception>
    public static IReadOnlyList<DatabaseNode> FromConfiguration(IConfiguration configuration)
    {
        var named = configuration.GetSection("ConnectionStrings").GetChildren()
            .Where(entry => !string.IsNullOrWhiteSpace(entry.Value) && RoleOf(entry.Key) is not null)
            .Select(entry => new DatabaseNode(entry.Key, RoleOf(entry.Key)!.Value, entry.Value!));
        DatabaseNode[] nodes = [.. named.OrderBy(node => node.Role).ThenBy(node => node.Name, StringComparer.Ordinal)];
        return nodes is [{ Role: NodeRole.Primary }, ..]
            ? nodes
            : throw new InvalidOperationException(
                $"There is no connection string '{PrimaryName}': start through the AppHost, or set ConnectionStrings__{PrimaryName} to the "
                + "primary's, as in Host=localhost;Username=edgar;Password=...;Database=edgar.");
    }

    /// <summary>Name and role; the connection string holds a password.</summary>
    public override string ToString() => $"{Name} ({Role})";

    private static NodeRole? RoleOf(string name) => name switch
    {
        PrimaryName => NodeRole.Primary,
        _ when name.StartsWith($"{PrimaryName}-api", StringComparison.Ordinal) => NodeRole.Api,
        _ when name.StartsWith($"{PrimaryName}-analytics", StringComparison.Ordinal) => NodeRole.Analytics,
        _ => null,
    };
}
