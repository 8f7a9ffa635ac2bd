using System.Text.Json.Serialization;
using EdgarApi.Accounts;

namespace EdgarApi.Cli.Accounts;

/// <summary>A key in the admin API's JSON format. <see cref="Key"/> is the full text, present only for a new key.</summary>
internal sealed record KeyDocument(
    string Id, string Prefix, string Name, long OrganizationId, long UserId, string Tier, IReadOnlyList<string> Scopes, bool Live,
    string Status, DateTime CreatedAt, DateTime? ExpiresAt, DateTime? RevokedAt, string? ReplacedBy, DateTime? LastUsedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Key)
{
    public static KeyDocument From(ApiKey key, string? text) => new(
        key.PublicId, key.Prefix, key.Name, key.OrganizationId, key.UserId, key.Tier, key.Scopes, key.IsLive,
        key.StatusAt(DateTimeOffset.UtcNow), key.CreatedAt, key.ExpiresAt, key.RevokedAt, key.ReplacedBy, key.LastUsedAt, text);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(IReadOnlyList<Organization>))]
[JsonSerializable(typeof(IReadOnlyList<User>))]
[JsonSerializable(typeof(IReadOnlyList<KeyDocument>))]
internal sealed partial class AccountJson : JsonSerializerContext;
