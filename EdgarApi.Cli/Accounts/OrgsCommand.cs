using System.CommandLine;
using EdgarApi.Accounts;

namespace EdgarApi.Cli.Accounts;

/// <summary><c>edgar orgs</c>: organizations and their users.</summary>
internal static class OrgsCommand
{
    public const string Name = "orgs";

    public static Command Create(Terminal terminal)
    {
        var commands = new AccountCommands(terminal);
        return commands.Group(
            Name, "Organizations and their users.",
            Listing(commands), Creating(commands), Renaming(commands),
            Switching(commands, "disable", "Disable an organization: none of its keys opens anything.", false), Switching(commands, "enable", "Enable an organization again.", true),
            UsersCommand.Create(commands));
    }

    /// <summary>An organization by its number or its name.</summary>
    public static async Task<Organization> FindAsync(AccountStore store, string nameOrId, CancellationToken cancellation) =>
        (long.TryParse(nameOrId, out var id) ? await store.FindOrganizationAsync(null, id, cancellation).ConfigureAwait(false) : null)
        ?? await store.FindOrganizationAsync(nameOrId, cancellation).ConfigureAwait(false)
        ?? throw new CommandException($"there is no organization '{nameOrId}'; 'edgar orgs list' shows them");

    /// <summary>The organization that an option names; null without it.</summary>
    public static async Task<Organization?> FindAsync(AccountRun run, Option<string?> option) =>
        run.Parsed.GetValue(option) is { } name ? await FindAsync(run.Store, name, run.Cancellation).ConfigureAwait(false) : null;

    private static Command Listing(AccountCommands commands) => commands.Create("list", "List organizations.", [], async run =>
        run.Output.Organizations(await run.Store.ListOrganizationsAsync(null, 0, AccountCommands.MaxRows, run.Cancellation).ConfigureAwait(false)));

    private static Command Creating(AccountCommands commands)
    {
        var name = new Option<string>("--name") { Description = "Its name.", Required = true };
        var isOperator = new Option<bool>("--operator") { Description = "It runs this installation: its admin keys administer every organization." };
        return commands.Create("create", "Make an organization.", [name, isOperator], async run => run.Output.Organizations(await run.Store.CreateOrganizationAsync(
            AccountDatabase.Actor, AccountNames.Check("--name", run.Parsed.GetRequiredValue(name)), run.Parsed.GetValue(isOperator), run.Cancellation).ConfigureAwait(false)));
    }

    private static Command Renaming(AccountCommands commands)
    {
        var name = new Option<string>("--name") { Description = "Its new name.", Required = true };
        return Changing(commands, "update", "Rename an organization.", parsed => new OrganizationChanges(AccountNames.Check("--name", parsed.GetRequiredValue(name))), name);
    }

    private static Command Switching(AccountCommands commands, string verb, string description, bool isActive) =>
        Changing(commands, verb, description, _ => new OrganizationChanges(IsActive: isActive));

    private static Command Changing(AccountCommands commands, string verb, string description, Func<ParseResult, OrganizationChanges> changes, params IEnumerable<Option> options)
    {
        var organization = new Argument<string>("organization") { Description = "Its name or number." };
        return commands.Create(verb, description, [organization, .. options], async run =>
        {
            var found = await FindAsync(run.Store, run.Parsed.GetRequiredValue(organization), run.Cancellation).ConfigureAwait(false);
            run.Output.Organizations((await run.Store.UpdateOrganizationAsync(AccountDatabase.Actor, found.Id, changes(run.Parsed), run.Cancellation).ConfigureAwait(false))!);
        });
    }
}
