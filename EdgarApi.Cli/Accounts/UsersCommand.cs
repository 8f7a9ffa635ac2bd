using System.CommandLine;
using EdgarApi.Data.Accounts;

namespace EdgarApi.Cli.Accounts;

/// <summary><c>edgar orgs users</c>: the users of organizations, and their tiers.</summary>
internal static class UsersCommand
{
    private const int Most = 1_000;

    public static Command Create(Terminal terminal, Option<string?> connection, Option<bool> json) => new("users", "Users and their tiers.")
    {
        Listing(terminal, connection, json), Creating(terminal, connection, json), Updating(terminal, connection, json),
        Switching("disable", "Disable a user: none of its keys opens anything.", false, terminal, connection, json),
        Switching("enable", "Enable a user again.", true, terminal, connection, json),
    };

    public static Option<string?> Tier(string description)
    {
        var option = new Option<string?>("--tier") { Description = description };
        return option.AcceptOnlyFromAmong([.. new TierCatalog().OfUsers.Select(tier => tier.Name)]);
    }

    private static Command Listing(Terminal terminal, Option<string?> connection, Option<bool> json)
    {
        var organization = new Option<string?>("--org") { Description = "Of one organization only, by its name or number." };
        var command = new Command("list", "List users.") { organization };
        command.SetAction((parsed, cancellation) => AccountDatabase.UseAsync(parsed.GetValue(connection), async database =>
        {
            var of = parsed.GetValue(organization) is { } name ? await OrgsCommand.FindAsync(database.Store, name, cancellation).ConfigureAwait(false) : null;
            AccountOutput.Users(terminal, await database.Store.ListUsersAsync(null, of?.Id, 0, Most, cancellation).ConfigureAwait(false), parsed.GetValue(json));
            return 0;
        }));
        return command;
    }

    private static Command Creating(Terminal terminal, Option<string?> connection, Option<bool> json)
    {
        var organization = new Option<string>("--org") { Description = "Its organization, by name or number.", Required = true };
        var name = new Option<string>("--name") { Description = "Its name.", Required = true };
        var email = new Option<string?>("--email") { Description = "Its address." };
        var tier = Tier("What it may ask; basic without it.");
        var command = new Command("create", "Make a user.") { organization, name, email, tier };
        command.SetAction((parsed, cancellation) => AccountDatabase.UseAsync(parsed.GetValue(connection), async database =>
        {
            var of = await OrgsCommand.FindAsync(database.Store, parsed.GetRequiredValue(organization), cancellation).ConfigureAwait(false);
            var user = new NewUser(of.Id, AccountNames.Check("--name", parsed.GetRequiredValue(name)), parsed.GetValue(tier) ?? "basic", parsed.GetValue(email));
            AccountOutput.Users(terminal, [(await database.Store.CreateUserAsync(AccountDatabase.Actor, user, cancellation).ConfigureAwait(false))!], parsed.GetValue(json));
            return 0;
        }));
        return command;
    }

    private static Command Updating(Terminal terminal, Option<string?> connection, Option<bool> json)
    {
        var name = new Option<string?>("--name") { Description = "Its new name." };
        var email = new Option<string?>("--email") { Description = "Its new address." };
        var tier = Tier("Its new tier.");
        return Changing("update", "Change a user's name, address or tier.", parsed => new UserChanges(
            parsed.GetValue(name) is { } text ? AccountNames.Check("--name", text) : null, parsed.GetValue(email), parsed.GetValue(tier)), terminal, connection, json, name, email, tier);
    }

    private static Command Switching(string verb, string description, bool isActive, Terminal terminal, Option<string?> connection, Option<bool> json) =>
        Changing(verb, description, _ => new UserChanges(IsActive: isActive), terminal, connection, json);

    private static Command Changing(
        string verb, string description, Func<ParseResult, UserChanges> changes, Terminal terminal, Option<string?> connection, Option<bool> json, params Option[] options)
    {
        var user = new Argument<long>("user") { Description = "Its number, which 'edgar orgs users list' shows." };
        var command = new Command(verb, description) { user };
        foreach (var option in options) command.Add(option);
        command.SetAction((parsed, cancellation) => AccountDatabase.UseAsync(parsed.GetValue(connection), async database =>
        {
            var id = parsed.GetRequiredValue(user);
            var changed = await database.Store.UpdateUserAsync(AccountDatabase.Actor, id, changes(parsed), cancellation).ConfigureAwait(false)
                ?? throw new CommandException($"there is no user {id}; 'edgar orgs users list' shows them");
            AccountOutput.Users(terminal, [changed], parsed.GetValue(json));
            return 0;
        }));
        return command;
    }
}
