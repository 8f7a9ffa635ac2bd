using System.CommandLine;
using EdgarApi.Accounts;

namespace EdgarApi.Cli.Accounts;

/// <summary><c>edgar orgs users</c>: the users of organizations, and their tiers.</summary>
internal static class UsersCommand
{
    public static Command Create(AccountCommands commands) => new("users", "Users and their tiers.")
    {
        Listing(commands), Creating(commands), Updating(commands),
        Switching(commands, "disable", "Disable a user: none of its keys opens anything.", false), Switching(commands, "enable", "Enable a user again.", true),
    };

    public static Option<string?> Tier(string description)
    {
        var option = new Option<string?>("--tier") { Description = description };
        return option.AcceptOnlyFromAmong([.. new TierCatalog().OfUsers.Select(tier => tier.Name)]);
    }

    private static Command Listing(AccountCommands commands)
    {
        var organization = new Option<string?>("--org") { Description = "Of one organization only, by its name or number." };
        return commands.Create("list", "List users.", [organization], async run =>
        {
            var of = await OrgsCommand.FindAsync(run, organization).ConfigureAwait(false);
            run.Output.Users(await run.Store.ListUsersAsync(null, of?.Id, 0, AccountCommands.MaxRows, run.Cancellation).ConfigureAwait(false));
        });
    }

    private static Command Creating(AccountCommands commands)
    {
        var organization = new Option<string>("--org") { Description = "Its organization, by name or number.", Required = true };
        var name = new Option<string>("--name") { Description = "Its name.", Required = true };
        var email = new Option<string?>("--email") { Description = "Its address." };
        var tier = Tier("What it may ask; basic without it.");
        return commands.Create("create", "Make a user.", [organization, name, email, tier], async run =>
        {
            var of = await OrgsCommand.FindAsync(run.Store, run.Parsed.GetRequiredValue(organization), run.Cancellation).ConfigureAwait(false);
            var user = new NewUser(of.Id, AccountNames.Check("--name", run.Parsed.GetRequiredValue(name)), run.Parsed.GetValue(tier) ?? "basic", run.Parsed.GetValue(email));
            run.Output.Users((await run.Store.CreateUserAsync(AccountDatabase.Actor, user, run.Cancellation).ConfigureAwait(false))!);
        });
    }

    private static Command Updating(AccountCommands commands)
    {
        var name = new Option<string?>("--name") { Description = "Its new name." };
        var email = new Option<string?>("--email") { Description = "Its new address." };
        var tier = Tier("Its new tier.");
        return Changing(commands, "update", "Change a user's name, address or tier.", parsed => new UserChanges(
            parsed.GetValue(name) is { } text ? AccountNames.Check("--name", text) : null, parsed.GetValue(email), parsed.GetValue(tier)), name, email, tier);
    }

    private static Command Switching(AccountCommands commands, string verb, string description, bool isActive) =>
        Changing(commands, verb, description, _ => new UserChanges(IsActive: isActive));

    private static Command Changing(AccountCommands commands, string verb, string description, Func<ParseResult, UserChanges> changes, params IEnumerable<Option> options)
    {
        var user = new Argument<long>("user") { Description = "Its number, which 'edgar orgs users list' shows." };
        return commands.Create(verb, description, [user, .. options], async run =>
        {
            var id = run.Parsed.GetRequiredValue(user);
            run.Output.Users(await run.Store.UpdateUserAsync(AccountDatabase.Actor, id, changes(run.Parsed), run.Cancellation).ConfigureAwait(false)
                ?? throw new CommandException($"there is no user {id}; 'edgar orgs users list' shows them"));
        });
    }
}
