using System.CommandLine;
using EdgarApi.Data.Accounts;

namespace EdgarApi.Cli.Accounts;

/// <summary><c>edgar orgs</c>: organizations and their users.</summary>
internal static class OrgsCommand
{
    public const string Name = "orgs";

    /// <summary>More are not listed at once: their owner asks for one organization.</summary>
    private const int Most = 1_000;

    public static Command Create(Terminal terminal)
    {
        var connection = PrimaryDatabase.Option();
        connection.Recursive = true;
        var json = new Option<bool>("--json") { Description = "As JSON.", Recursive = true };
        return new Command(Name, "Organizations and their users.")
        {
            connection, json,
            Listing(terminal, connection, json), Creating(terminal, connection, json),
            Renaming(terminal, connection, json), Switching("disable", "Disable an organization: none of its keys opens anything.", false, terminal, connection, json),
            Switching("enable", "Enable an organization again.", true, terminal, connection, json),
            UsersCommand.Create(terminal, connection, json),
        };
    }

    /// <summary>An organization by its number or its name.</summary>
    public static async Task<Organization> FindAsync(AccountStore store, string nameOrId, CancellationToken cancellation) =>
        (long.TryParse(nameOrId, out var id) ? await store.FindOrganizationAsync(null, id, cancellation).ConfigureAwait(false) : null)
        ?? await store.FindOrganizationAsync(nameOrId, cancellation).ConfigureAwait(false)
        ?? throw new CommandException($"there is no organization '{nameOrId}'; 'edgar orgs list' shows them");

    private static Command Listing(Terminal terminal, Option<string?> connection, Option<bool> json)
    {
        var command = new Command("list", "List organizations.");
        command.SetAction((parsed, cancellation) => AccountDatabase.UseAsync(parsed.GetValue(connection), async database =>
        {
            AccountOutput.Organizations(terminal, await database.Store.ListOrganizationsAsync(null, 0, Most, cancellation).ConfigureAwait(false), parsed.GetValue(json));
            return 0;
        }));
        return command;
    }

    private static Command Creating(Terminal terminal, Option<string?> connection, Option<bool> json)
    {
        var name = new Option<string>("--name") { Description = "Its name.", Required = true };
        var isOperator = new Option<bool>("--operator") { Description = "It runs this installation: its admin keys administer every organization." };
        var command = new Command("create", "Make an organization.") { name, isOperator };
        command.SetAction((parsed, cancellation) => AccountDatabase.UseAsync(parsed.GetValue(connection), async database =>
        {
            var made = await database.Store.CreateOrganizationAsync(
                AccountDatabase.Actor, AccountNames.Check("--name", parsed.GetRequiredValue(name)), parsed.GetValue(isOperator), cancellation).ConfigureAwait(false);
            AccountOutput.Organizations(terminal, [made], parsed.GetValue(json));
            return 0;
        }));
        return command;
    }

    private static Command Renaming(Terminal terminal, Option<string?> connection, Option<bool> json)
    {
        var name = new Option<string>("--name") { Description = "Its new name.", Required = true };
        return Changing("update", "Rename an organization.", parsed => new OrganizationChanges(AccountNames.Check("--name", parsed.GetRequiredValue(name))), terminal, connection, json, name);
    }

    private static Command Switching(string verb, string description, bool isActive, Terminal terminal, Option<string?> connection, Option<bool> json) =>
        Changing(verb, description, _ => new OrganizationChanges(IsActive: isActive), terminal, connection, json);

    private static Command Changing(
        string verb, string description, Func<ParseResult, OrganizationChanges> changes, Terminal terminal, Option<string?> connection, Option<bool> json, params Option[] options)
    {
        var organization = new Argument<string>("organization") { Description = "Its name or number." };
        var command = new Command(verb, description) { organization };
        foreach (var option in options) command.Add(option);
        command.SetAction((parsed, cancellation) => AccountDatabase.UseAsync(parsed.GetValue(connection), async database =>
        {
            var found = await FindAsync(database.Store, parsed.GetRequiredValue(organization), cancellation).ConfigureAwait(false);
            var changed = await database.Store.UpdateOrganizationAsync(AccountDatabase.Actor, found.Id, changes(parsed), cancellation).ConfigureAwait(false);
            AccountOutput.Organizations(terminal, [changed!], parsed.GetValue(json));
            return 0;
        }));
        return command;
    }
}
