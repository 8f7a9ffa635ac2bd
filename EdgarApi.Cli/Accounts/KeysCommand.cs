using System.CommandLine;
using EdgarApi.Accounts;
using EdgarApi.Accounts.Keys;

namespace EdgarApi.Cli.Accounts;

/// <summary><c>edgar keys</c>: makes, lists, changes, rotates and revokes keys.</summary>
internal static class KeysCommand
{
    public const string Name = "keys";

    public static Command Create(Terminal terminal)
    {
        var commands = new AccountCommands(terminal);
        return commands.Group(Name, "API keys.", Creating(commands), Listing(commands), Changing(commands), Rotating(commands), Revoking(commands));
    }

    private static Command Creating(AccountCommands commands)
    {
        var name = new Option<string>("--name") { Description = "What it is for.", Required = true };
        var tier = UsersCommand.Tier("Tier of its user; pro without it.");
        var organization = new Option<string?>("--org") { Description = "Its organization, by name or number; 'local', made if need be, without it." };
        var user = new Option<long?>("--user") { Description = "Number of its user; one named 'local' of the tier, made if need be, without it.", HelpName = "number" };
        var scopes = Scopes("What it opens; read without it.");
        var test = new Option<bool>("--test") { Description = "Make a test key." };
        var expires = new Option<TimeSpan?>("--expires-in") { Description = "The length of its life, as 90d; for ever without it.", HelpName = "time", CustomParser = Duration.Parse };
        return commands.Create("create", "Make a key. It is shown once.", [name, tier, organization, user, scopes, test, expires], async run =>
        {
            var label = AccountNames.Check("--name", run.Parsed.GetRequiredValue(name));
            var owner = run.Parsed.GetValue(user) is not { } id ? await LocalUserAsync(run, organization, run.Parsed.GetValue(tier) ?? "pro").ConfigureAwait(false)
                : run.Parsed.GetValue(organization) is not null || run.Parsed.GetValue(tier) is not null ? throw new CommandException("--user says whose key it is: leave out --org and --tier.")
                : await run.Store.FindUserAsync(null, id, run.Cancellation).ConfigureAwait(false) ?? throw new CommandException($"there is no user {id}; 'edgar orgs users list' shows them");
            var key = new NewKey(
                owner.Id, label, ScopesOf(run.Parsed.GetValue(scopes)) ?? KeyScope.Read, !run.Parsed.GetValue(test), DateTimeOffset.UtcNow + run.Parsed.GetValue(expires));
            var made = (await run.Store.CreateKeyAsync(AccountDatabase.Actor, key, run.Cancellation).ConfigureAwait(false))!;
            run.Output.Made(made, $"Key '{label}' of tier {made.Key.Tier}. It is shown now and never again:");
        });
    }

    private static Command Listing(AccountCommands commands)
    {
        var organization = new Option<string?>("--org") { Description = "Of one organization only, by its name or number." };
        var prefix = new Option<string?>("--prefix") { Description = "That begin so: edg_live_aB3.", HelpName = "text" };
        return commands.Create("list", "List keys, the newest first.", [organization, prefix], async run =>
        {
            var of = await OrgsCommand.FindAsync(run, organization).ConfigureAwait(false);
            var beginning = run.Parsed.GetValue(prefix) is { } text ? KeyText.Beginning(text) ?? throw new CommandException($"no key begins with '{text}'") : null;
            var filter = new KeyFilter(Organization: of?.Id, Beginning: beginning);
            run.Output.Keys(await run.Store.ListKeysAsync(null, filter, AccountCommands.MaxRows, run.Cancellation).ConfigureAwait(false));
        });
    }

    private static Command Changing(AccountCommands commands)
    {
        var (key, scopes) = (Key(), Scopes("What it opens from now on."));
        var name = new Option<string?>("--name") { Description = "A new name." };
        var expires = new Option<TimeSpan?>("--expires-in") { Description = "Its end, from now on, as 90d.", HelpName = "time", CustomParser = Duration.Parse };
        return commands.Create("update", "Change a key's name, what it opens, or its end.", [key, name, scopes, expires], async run =>
        {
            var id = IdOf(run.Parsed.GetRequiredValue(key));
            var label = run.Parsed.GetValue(name) is { } given ? AccountNames.Check("--name", given) : null;
            var changes = new KeyChanges(label, ScopesOf(run.Parsed.GetValue(scopes)), DateTimeOffset.UtcNow + run.Parsed.GetValue(expires));
            if (changes == new KeyChanges()) throw new CommandException("say what is to be changed: --name, --scopes or --expires-in");
            run.Output.Keys(await run.Store.UpdateKeyAsync(AccountDatabase.Actor, id, changes, run.Cancellation).ConfigureAwait(false) ?? throw Unknown(id));
        });
    }

    private static Command Rotating(AccountCommands commands)
    {
        var key = Key();
        var grace = new Option<TimeSpan?>("--grace") { Description = "How long the old one goes on, as 12h; a day without it.", HelpName = "time", CustomParser = Duration.Parse };
        return commands.Create("rotate", "Make a key that takes another's place.", [key, grace], async run =>
        {
            var (id, period) = (IdOf(run.Parsed.GetRequiredValue(key)), run.Parsed.GetValue(grace) ?? TimeSpan.FromDays(1));
            var made = await run.Store.RotateKeyAsync(AccountDatabase.Actor, id, period, run.Cancellation).ConfigureAwait(false) ?? throw Unknown(id);
            run.Output.Made(made, $"The old key goes on until {DateTimeOffset.UtcNow + period:u}. The new one is shown now and never again:");
        });
    }

    private static Command Revoking(AccountCommands commands)
    {
        var key = Key();
        return commands.Create("revoke", "Revoke a key, at once and for good.", [key], async run =>
        {
            var id = IdOf(run.Parsed.GetRequiredValue(key));
            run.Output.Keys(await run.Store.RevokeKeyAsync(AccountDatabase.Actor, id, run.Cancellation).ConfigureAwait(false) ?? throw Unknown(id));
        });
    }

    private static Argument<string> Key() => new("key") { Description = "Its beginning up to the secret, as edg_live_aB3dE6gH9jK2." };

    private static Option<string?> Scopes(string description)
    {
        var scopes = new Option<string?>("--scopes") { Description = description, HelpName = "read|admin|read,admin" };
        scopes.AcceptOnlyFromAmong("read", "admin", "read,admin");
        return scopes;
    }

    private static KeyScope? ScopesOf(string? names) => names is null ? null : KeyScopes.Of(names.Split(','));

    private static string IdOf(string text) => KeyText.IdOf(text) ?? throw new CommandException("a key is named by its beginning up to the secret, as 'edgar keys list' shows it");

    private static CommandException Unknown(string id) => new($"there is no key {id}; 'edgar keys list' shows them");

    /// <summary>The user of a tier that stands for whoever runs the system, in the organization named or one that stands for it.</summary>
    private static async Task<User> LocalUserAsync(AccountRun run, Option<string?> organization, string tier)
    {
        const string Local = "local";
        var (store, cancellation) = (run.Store, run.Cancellation);
        var of = await OrgsCommand.FindAsync(run, organization).ConfigureAwait(false)
            ?? await store.FindOrganizationAsync(Local, cancellation).ConfigureAwait(false)
            ?? await store.CreateOrganizationAsync(AccountDatabase.Actor, Local, isOperator: true, cancellation).ConfigureAwait(false);
        var users = await store.ListUsersAsync(null, of.Id, 0, AccountCommands.MaxRows, cancellation).ConfigureAwait(false);
        return users.FirstOrDefault(found => found.Name == Local && found.Tier == tier && found.IsActive)
            ?? (await store.CreateUserAsync(AccountDatabase.Actor, new NewUser(of.Id, Local, tier), cancellation).ConfigureAwait(false))!;
    }
}
