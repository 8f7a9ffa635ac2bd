namespace EdgarApi.Storage.Indexes;

/// <summary>An index that is built without blocking writes.</summary>
/// <param name="Name">Name of the index; on a partition the partition's suffix is appended.</param>
/// <param name="Table">The table, which may be partitioned.</param>
/// <param name="Columns">The indexed columns in SQL.</param>
/// <param name="Where">The predicate of a partial index; null for a full one.</param>
public sealed record OnlineIndex(string Name, string Table, string Columns, string? Where = null)
{
    /// <summary>The part of the statement that follows <c>create index</c> and its options.</summary>
    public string GetDefinition(string name, string table) => $"{name} on {table} ({Columns}){(Where is null ? "" : $" where {Where}")}";
}

/// <summary>The indexes that migration scripts cannot build, because those run in transactions.</summary>
public static class OnlineIndexCatalog
{
    /// <summary>The five indexes of the specification.</summary>
    public static readonly IReadOnlyList<OnlineIndex> All =
    [
        new("idx_api_usage_user_timestamp", "api_usage", "user_id, request_timestamp desc"),
        new("idx_api_usage_endpoint_status", "api_usage", "endpoint, status_code"),
        new("idx_api_usage_company_cik", "api_usage", "company_cik", "company_cik is not null"),
        new("idx_users_organization_tier", "users", "organization_id, subscription_tier"),
        new("idx_api_keys_active", "api_keys", "organization_id", "is_active = true"),
    ];
}
