using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using EdgarApi.Accounts;
using Spectre.Console;

namespace EdgarApi.Cli.Accounts;

/// <summary>Accounts as tables for people and as JSON for machines.</summary>
internal sealed class AccountOutput(Terminal terminal, bool json)
{
    public void Organizations(params IReadOnlyList<Organization> organizations)
    {
        if (json) Json(organizations, AccountJson.Default.IReadOnlyListOrganization);
        else Table(["Id", "Name", "Operator", "Active", "Created"], organizations.Select(organization => new[]
        {
            $"{organization.Id}", organization.Name, YesOrNo(organization.IsOperator), YesOrNo(organization.IsActive), Day(organization.CreatedAt),
        }));
        TellOfMore(organizations.Count);
    }

    public void Users(params IReadOnlyList<User> users)
    {
        if (json) Json(users, AccountJson.Default.IReadOnlyListUser);
        else Table(["Id", "Organization", "Name", "Email", "Tier", "Active", "Created"], users.Select(user => new[]
        {
            $"{user.Id}", $"{user.OrganizationId}", user.Name, user.Email ?? "–", user.Tier, YesOrNo(user.IsActive), Day(user.CreatedAt),
        }));
        TellOfMore(users.Count);
    }

    public void Keys(params IReadOnlyList<ApiKey> keys)
    {
        if (json) Json([.. keys.Select(key => KeyDocument.Of(key, null))], AccountJson.Default.IReadOnlyListKeyDocument);
        else Table(["Key", "Name", "Organization", "User", "Tier", "Scopes", "Status", "Expires", "Last used"], keys.Select(key => new[]
        {
            key.Prefix, key.Name, $"{key.OrganizationId}", $"{key.UserId}", key.Tier, string.Join(", ", key.Scopes), key.StatusAt(DateTimeOffset.UtcNow),
            Minute(key.ExpiresAt), Minute(key.LastUsedAt),
        }));
        TellOfMore(keys.Count);
    }

    /// <summary>A new key: its text alone goes to standard output, so that a script can take it.</summary>
    public void Made(CreatedKey made, string note)
    {
        if (json)
        {
            Json(KeyDocument.Of(made.Key, made.Text), AccountJson.Default.KeyDocument);
            return;
        }

        terminal.Error.WriteLine(note);
        terminal.Out.Profile.Out.Writer.WriteLine(made.Text);
    }

    private void TellOfMore(int rows)
    {
        if (rows == AccountCommands.MaxRows) terminal.Error.WriteLine($"Only {rows.ToString("N0", CultureInfo.InvariantCulture)} are shown, there may be more: the admin API lists them page by page.");
    }

    private void Json<T>(T document, JsonTypeInfo<T> type) => terminal.Out.Profile.Out.Writer.WriteLine(JsonSerializer.Serialize(document, type));

    private void Table(string[] headings, IEnumerable<string[]> rows)
    {
        var table = new Table { Border = terminal.Out.Profile.Out.IsTerminal ? TableBorder.Rounded : TableBorder.Simple };
        foreach (var heading in headings) table.AddColumn(new TableColumn(heading) { NoWrap = true });
        foreach (var row in rows) table.AddRow([.. row.Select(cell => new Text(cell))]);
        terminal.Out.Write(table);
    }

    private static string YesOrNo(bool value) => value ? "yes" : "no";

    private static string Day(DateTime at) => $"{at:yyyy-MM-dd}";

    private static string Minute(DateTime? at) => at is { } time ? $"{time:yyyy-MM-dd HH:mm}" : "–";
}

/// <summary>A key as the admin API shows it; its text only when it is new.</summary>
internal sealed record KeyDocument(
    string Id, string Prefix, string Name, long OrganizationId, long UserId, string Tier, IReadOnlyList<string> Scopes, bool Live, string Status, DateTime CreatedAt,
    DateTime? ExpiresAt, DateTime? RevokedAt, string? ReplacedBy, DateTime? LastUsedAt, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Key)
{
    public static KeyDocument Of(ApiKey key, string? text) => new(
        key.PublicId, key.Prefix, key.Name, key.OrganizationId, key.UserId, key.Tier, key.Scopes, key.IsLive, key.StatusAt(DateTimeOffset.UtcNow), key.CreatedAt,
        key.ExpiresAt, key.RevokedAt, key.ReplacedBy, key.LastUsedAt, text);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(IReadOnlyList<Organization>))]
[JsonSerializable(typeof(IReadOnlyList<User>))]
[JsonSerializable(typeof(IReadOnlyList<KeyDocument>))]
internal sealed partial class AccountJson : JsonSerializerContext;
