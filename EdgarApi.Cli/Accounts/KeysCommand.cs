using System.CommandLine;
using EdgarApi.Data.Accounts;
using EdgarApi.Data.Accounts.Keys;

namespace EdgarApi.Cli.Accounts;

/// <summary><c>edgar keys</c>: makes, lists, rotates and revokes keys.</summary>
internal static class KeysCommand
{
    public const string Name = "keys";
    private const int Most = 1_000;

    public static Command Create(Terminal terminal)
    {
        var connection = PrimaryDatabase.Option();
        connection.Recursive = true;
        var json = new Option<bool>("--json") { Description = "As JSON.", Recursive = true };
        return new Command(Name, "API keys.")
        {
            connection, json, Creating(terminal, connection, json), Listing(terminal, connection, json), Rotating(terminal, connection, json), Revoking(terminal, connection, json),
        };
    }

    private static Command Creating(Terminal terminal, Option<string?> connection, Option<bool> json)
    {
        var name = new Option<string>("--name") { Description = "What it is for.", Required = true };
        var tier = UsersCommand.Tier("Tier of its user; pro without it.");
        var organization = new Option<string?>("--org") { Description = "Its organization, by name or number; 'local', made if need be, without it." };
        var user = new Option<long?>("--user") { Description = "Number of its user; one named 'local' of the tier, made if need be, without it.", HelpName = "number" };
        var scopes = new Option<string>("--scopes") { Description = "What it opens.", HelpName = "read|admin|read,admin", DefaultValueFactory = _ => "read" };
        scopes.AcceptOnlyFromAmong("read", "admin", "read,admin");
        var test = new Option<bool>("--test") { Description = "Make a test key." };
        var expires = new Option<TimeSpan?>("--expires-in") { Description = "The length of its life, as 90d; for ever without it.", HelpName = "time", CustomParser = Duration.Parse };
        var command = new Command("create", "Make a key. It is shown once.") { name, tier, organization, user, scopes, test, expires };
        command.SetAction((parsed, cancellation) => AccountDatabase.UseAsync(parsed.GetValue(connection), async database =>
        {
            var label = AccountNames.Check("--name", parsed.GetRequiredValue(name));
            var owner = await OwnerAsync(database, parsed.GetValue(user), parsed.GetValue(organization), parsed.GetValue(tier), cancellation).ConfigureAwait(false);
            var key = new NewKey(
                owner.Id, label, KeyScopes.Of(parsed.GetRequiredValue(scopes).Split(',')), !parsed.GetValue(test), DateTimeOffset.UtcNow + parsed.GetValue(expires));
            var made = (await database.Store.CreateKeyAsync(AccountDatabase.Actor, key, cancellation).ConfigureAwait(false))!;
            AccountOutput.Made(terminal, made, $"Key '{label}' of tier {made.Key.Tier}. It is shown now and never again:", parsed.GetValue(json));
            return 0;
        }));
        return command;
    }

    private static Command Listing(Terminal terminal, Option<string?> connection, Option<bool> json)
    {
        var organization = new Option<string?>("--org") { Description = "Of one organization only, by its name or number." };
        var prefix = new Option<string?>("--prefix") { Description = "That begin so: edg_live_aB3.", HelpName = "text" };
        var command = new Command("list", "List keys, the newest first.") { organization, prefix };
        command.SetAction((parsed, cancellation) => AccountDatabase.UseAsync(parsed.GetValue(connection), async database =>
        {
            var of = parsed.GetValue(organization) is { } name ? await OrgsCommand.FindAsync(database.Store, name, cancellation).ConfigureAwait(false) : null;
            var beginning = parsed.GetValue(prefix) is { } text ? KeyText.Beginning(text) ?? throw new CommandException($"no key begins with '{text}'") : null;
            var keys = await database.Store.ListKeysAsync(null, new KeyFilter(Organization: of?.Id, Beginning: beginning), Most, cancellation).ConfigureAwait(false);
            AccountOutput.Keys(terminal, keys, parsed.GetValue(json));
            return 0;
        }));
        return command;
    }

    private static Command Rotating(Terminal terminal, Option<string?> connection, Option<bool> json)
    {
        var key = Key();
        var grace = new Option<TimeSpan?>("--grace") { Description = "How long the old one goes on, as 12h; a day without it.", HelpName = "time", CustomParser = Duration.Parse };
        var command = new Command("rotate", "Make a key that takes another's place.") { key, grace };
        command.SetAction((parsed, cancellation) => AccountDatabase.UseAsync(parsed.GetValue(connection), async database =>
        {
            var (id, period) = (IdOf(parsed.GetRequiredValue(key)), parsed.GetValue(grace) ?? TimeSpan.FromDays(1));
            var made = await database.Store.RotateKeyAsync(AccountDatabase.Actor, id, period, cancellation).ConfigureAwait(false) ?? throw Unknown(id);
            AccountOutput.Made(terminal, made, $"The old key goes on until {DateTimeOffset.UtcNow + period:u}. The new one is shown now and never again:", parsed.GetValue(json));
            return 0;
        }));
        return command;
    }

    private static Command Revoking(Terminal terminal, Option<string?> connection, Option<bool> json)
    {
        var key = Key();
        var command = new Command("revoke", "Revoke a key, at once and for good.") { key };
        command.SetAction((parsed, cancellation) => AccountDatabase.UseAsync(parsed.GetValue(connection), async database =>
        {
            var id = IdOf(parsed.GetRequiredValue(key));
            var revoked = await database.Store.RevokeKeyAsync(AccountDatabase.Actor, id, cancellation).ConfigureAwait(false) ?? throw Unknown(id);
            AccountOutput.Keys(terminal, [revoked], parsed.GetValue(json));
            return 0;
        }));
        return command;
    }

    private static Argument<string> Key() => new("key") { Description = "Its beginning up to the secret, as edg_live_aB3dE6gH9jK2." };

    private static string IdOf(string text) => KeyText.IdOf(text) ?? throw new CommandException("a key is named by its beginning up to the secret, as 'edgar keys list' shows it");

    private static CommandException Unknown(string id) => new($"there is no key {id}; 'edgar keys list' shows them");

    /// <summary>The user that is named, or one that stands for whoever runs the system.</summary>
    private static async Task<User> OwnerAsync(AccountDatabase database, long? user, string? organization, string? tier, CancellationToken cancellation)
    {
        const string Local = "local";
        var store = database.Store;
        if (user is { } id)
        {
            if (organization is not null || tier is not null) throw new CommandException("--user says whose key it is: leave out --org and --tier.");
            return await store.FindUserAsync(null, id, cancellation).ConfigureAwait(false) ?? throw new CommandException($"there is no user {id}; 'edgar orgs users list' shows them");
        }

        var of = organization is not null ? await OrgsCommand.FindAsync(store, organization, cancellation).ConfigureAwait(false)
            : await store.FindOrganizationAsync(Local, cancellation).ConfigureAwait(false)
            ?? await store.CreateOrganizationAsync(AccountDatabase.Actor, Local, isOperator: true, cancellation).ConfigureAwait(false);
        tier ??= "pro";
        var users = await store.ListUsersAsync(null, of.Id, 0, Most, cancellation).ConfigureAwait(false);
        return users.FirstOrDefault(found => found.Name == Local && found.Tier == tier && found.IsActive)
            ?? (await store.CreateUserAsync(AccountDatabase.Actor, new NewUser(of.Id, Local, tier), cancellation).ConfigureAwait(false))!;
    }
}
