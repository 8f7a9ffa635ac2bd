using System.CommandLine;
using EdgarApi.Accounts;

namespace EdgarApi.Cli.Accounts;

/// <summary><c>edgar orgs users</c>: manages the users of organizations and their tiers.</summary>
internal static class UsersCommand
{
    public static Command Create(AccountCommands commands) => new("users", "Manage users and their tiers.")
    {
        BuildList(commands), BuildCreate(commands), BuildUpdate(commands),
        BuildSwitch(commands, "disable", "Disable a user: all of the user's keys are rejected.", isActive: false),
        BuildSwitch(commands, "enable", "Enable a user again.", isActive: true),
    };

    public static Option<string?> CreateTierOption(string description)
    {
        var option = new Option<string?>("--tier") { Description = description };
        return option.AcceptOnlyFromAmong([.. new TierCatalog().UserTiers.Select(tier => tier.Name)]);
    }

    public static CommandException NotFound(long id) => new($"user {id} does not exist; 'edgar orgs users list' shows all users");

    private static Command BuildList(AccountCommands commands)
    {
        var organization = new Option<string?>("--org") { Description = "Only users of this organization, by name or id." };
        return commands.Create("list", "List users.", [organization], async run =>
        {
            var found = await OrgsCommand.FindAsync(run, organization).ConfigureAwait(false);
            var users = await run.Store.ListUsersAsync(null, found?.Id, 0, AccountCommands.MaxRows, run.Cancellation).ConfigureAwait(false);
            run.Output.WriteUsers(users);
        });
    }

    private static Command BuildCreate(AccountCommands commands)
    {
        var organization = new Option<string>("--org") { Description = "Name or id of the user's organization.", Required = true };
        var name = new Option<string>("--name") { Description = "Name of the user.", Required = true };
        var email = new Option<string?>("--email") { Description = "Email address of the user." };
        var tier = CreateTierOption("Tier of the user. Default: basic.");
        return commands.Create("create", "Create a user.", [organization, name, email, tier], async run =>
        {
            var found = await OrgsCommand.FindAsync(run.Store, run.Parsed.GetRequiredValue(organization), run.Cancellation)
                .ConfigureAwait(false);
            var label = AccountNames.Check("--name", run.Parsed.GetRequiredValue(name));
            var user = new NewUser(found.Id, label, run.Parsed.GetValue(tier) ?? "basic", run.Parsed.GetValue(email));
            run.Output.WriteUsers((await run.Store.CreateUserAsync(AccountDatabase.Actor, user, run.Cancellation).ConfigureAwait(false))!);
        });
    }

    private static Command BuildUpdate(AccountCommands commands)
    {
        var name = new Option<string?>("--name") { Description = "New name." };
        var email = new Option<string?>("--email") { Description = "New email address." };
        var tier = CreateTierOption("New tier.");
        return BuildChange(commands, "update", "Change a user's name, email address or tier.", parsed => new UserChanges(
            parsed.GetValue(name) is { } text ? AccountNames.Check("--name", text) : null, parsed.GetValue(email), parsed.GetValue(tier)),
            name, email, tier);
    }

    private static Command BuildSwitch(AccountCommands commands, string verb, string description, bool isActive) =>
        BuildChange(commands, verb, description, _ => new UserChanges(IsActive: isActive));

    private static Command BuildChange(
        AccountCommands commands, string verb, string description, Func<ParseResult, UserChanges> getChanges,
        params IEnumerable<Option> options)
    {
        var user = new Argument<long>("user")
        {
            Description = "Id of the user, as 'edgar orgs users list' shows it.",
            CustomParser = result => Numbers.Parse(result, 1, long.MaxValue),
        };
        return commands.Create(verb, description, [user, .. options], async run =>
        {
            var id = run.Parsed.GetRequiredValue(user);
            var updated = await run.Store.UpdateUserAsync(AccountDatabase.Actor, id, getChanges(run.Parsed), run.Cancellation)
                .ConfigureAwait(false);
            run.Output.WriteUsers(updated ?? throw NotFound(id));
        });
    }
}
