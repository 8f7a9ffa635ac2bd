using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EdgarApi.Accounts;
using Spectre.Console;

namespace EdgarApi.Cli.Accounts;

/// <summary>Writes accounts as tables or as JSON.</summary>
internal sealed class AccountOutput(Terminal terminal, bool asJson)
{
    private static readonly string[] KeyHeadings =
        ["Key", "Name", "Organization", "User", "Tier", "Scopes", "Status", "Expires", "Last used"];

    public void WriteOrganizations(params IReadOnlyList<Organization> organizations)
    {
        if (asJson) WriteJson(organizations, AccountJson.Default.IReadOnlyListOrganization);
        else WriteTable(["Id", "Name", "Operator", "Active", "Created"], organizations.Select(organization => new[]
        {
            $"{organization.Id}", organization.Name, YesOrNo(organization.IsOperator), YesOrNo(organization.IsActive),
            FormatDay(organization.CreatedAt),
        }));
        WarnIfTruncated(organizations.Count);
    }

    public void WriteUsers(params IReadOnlyList<User> users)
    {
        if (asJson) WriteJson(users, AccountJson.Default.IReadOnlyListUser);
        else WriteTable(["Id", "Organization", "Name", "Email", "Tier", "Active", "Created"], users.Select(user => new[]
        {
            $"{user.Id}", $"{user.OrganizationId}", user.Name, user.Email ?? "–", user.Tier, YesOrNo(user.IsActive),
            FormatDay(user.CreatedAt),
        }));
        WarnIfTruncated(users.Count);
    }

    public void WriteKeys(params IReadOnlyList<ApiKey> keys)
    {
        if (asJson) WriteJson([.. keys.Select(key => KeyDocument.From(key, null))], AccountJson.Default.IReadOnlyListKeyDocument);
        else WriteTable(KeyHeadings, keys.Select(key => new[]
        {
            key.Prefix, key.Name, $"{key.OrganizationId}", $"{key.UserId}", key.Tier, string.Join(", ", key.Scopes),
            key.StatusAt(DateTimeOffset.UtcNow), FormatMinute(key.ExpiresAt), FormatMinute(key.LastUsedAt),
        }));
        WarnIfTruncated(keys.Count);
    }

    /// <summary>Writes a new key. Only its text goes to standard output, so that scripts can capture it.</summary>
    public void WriteCreatedKey(CreatedKey created, string note)
    {
        if (asJson)
        {
            WriteJson(KeyDocument.From(created.Key, created.Text), AccountJson.Default.KeyDocument);
            return;
        }

        terminal.Error.WriteLine(note);
        terminal.Out.Profile.Out.Writer.WriteLine(created.Text);
    }

    private void WarnIfTruncated(int rows)
    {
        if (rows == AccountCommands.MaxRows)
            terminal.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"The list stops after {rows:N0} rows. The admin API lists all of them in pages."));
    }

    private void WriteJson<T>(T document, JsonTypeInfo<T> type) =>
        terminal.Out.Profile.Out.Writer.WriteLine(JsonSerializer.Serialize(document, type));

    private void WriteTable(string[] headings, IEnumerable<string[]> rows) => RecordTable.Write(terminal.Out, headings, [.. rows]);

    private static string YesOrNo(bool value) => value ? "yes" : "no";

    private static string FormatDay(DateTime at) => $"{at:yyyy-MM-dd}";

    private static string FormatMinute(DateTime? at) => at is { } time ? $"{time:yyyy-MM-dd HH:mm}" : "–";
}
