using System.CommandLine;
using EdgarApi.Accounts;

namespace EdgarApi.Cli.Accounts;

/// <summary><c>edgar orgs</c>: manages organizations and their users.</summary>
internal static class OrgsCommand
{
    public const string Name = "orgs";

    public static Command Create(Terminal terminal)
    {
        var commands = new AccountCommands(terminal);
        return commands.CreateGroup(
            Name, "Manage organizations and their users.",
            BuildList(commands), BuildCreate(commands), BuildRename(commands),
            BuildSwitch(commands, "disable", "Disable an organization: all of its keys are rejected.", isActive: false),
            BuildSwitch(commands, "enable", "Enable an organization again.", isActive: true),
            UsersCommand.Create(commands));
    }

    /// <summary>Finds an organization by id or name.</summary>
    /// <exception cref="CommandException">It does not exist.</exception>
    public static async Task<Organization> FindAsync(AccountStore store, string nameOrId, CancellationToken cancellation) =>
        (long.TryParse(nameOrId, out var id) ? await store.FindOrganizationAsync(null, id, cancellation).ConfigureAwait(false) : null)
        ?? await store.FindOrganizationAsync(nameOrId, cancellation).ConfigureAwait(false)
        ?? throw new CommandException($"organization '{nameOrId}' does not exist; 'edgar orgs list' shows all organizations");

    /// <summary>Finds the organization that an option names; null if the option is not given.</summary>
    public static async Task<Organization?> FindAsync(AccountRun run, Option<string?> option) =>
        run.Parsed.GetValue(option) is { } name ? await FindAsync(run.Store, name, run.Cancellation).ConfigureAwait(false) : null;

    private static Command BuildList(AccountCommands commands) => commands.Create("list", "List organizations.", [], async run =>
    {
        var found = await run.Store.ListOrganizationsAsync(null, 0, AccountCommands.MaxRows, run.Cancellation).ConfigureAwait(false);
        run.Output.WriteOrganizations(found);
    });

    private static Command BuildCreate(AccountCommands commands)
    {
        var name = new Option<string>("--name") { Description = "Name of the organization.", Required = true };
        var isOperator = new Option<bool>("--operator")
        {
            Description = "The organization operates this installation: its admin keys manage every organization.",
        };
        return commands.Create("create", "Create an organization.", [name, isOperator], async run =>
        {
            var label = AccountNames.Check("--name", run.Parsed.GetRequiredValue(name));
            run.Output.WriteOrganizations(await run.Store.CreateOrganizationAsync(
                AccountDatabase.Actor, label, run.Parsed.GetValue(isOperator), run.Cancellation).ConfigureAwait(false));
        });
    }

    private static Command BuildRename(AccountCommands commands)
    {
        var name = new Option<string>("--name") { Description = "New name.", Required = true };
        return BuildChange(
            commands, "update", "Rename an organization.",
            parsed => new OrganizationChanges(AccountNames.Check("--name", parsed.GetRequiredValue(name))), name);
    }

    private static Command BuildSwitch(AccountCommands commands, string verb, string description, bool isActive) =>
        BuildChange(commands, verb, description, _ => new OrganizationChanges(IsActive: isActive));

    private static Command BuildChange(
        AccountCommands commands, string verb, string description, Func<ParseResult, OrganizationChanges> getChanges,
        params IEnumerable<Option> options)
    {
        var organization = new Argument<string>("organization") { Description = "Name or id of the organization." };
        return commands.Create(verb, description, [organization, .. options], async run =>
        {
            var found = await FindAsync(run.Store, run.Parsed.GetRequiredValue(organization), run.Cancellation).ConfigureAwait(false);
            var updated = await run.Store.UpdateOrganizationAsync(
                AccountDatabase.Actor, found.Id, getChanges(run.Parsed), run.Cancellation).ConfigureAwait(false);
            run.Output.WriteOrganizations(updated!);
        });
    }
}
