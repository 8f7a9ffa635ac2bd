using System.CommandLine;
using EdgarApi.Accounts;
using EdgarApi.Accounts.Keys;

namespace EdgarApi.Cli.Accounts;

/// <summary><c>edgar keys</c>: creates, lists, updates, rotates and revokes API keys.</summary>
internal static class KeysCommand
{
    public const string Name = "keys";

    private static readonly TimeSpan DefaultGrace = TimeSpan.FromDays(1);

    public static Command Create(Terminal terminal)
    {
        var commands = new AccountCommands(terminal);
        return commands.CreateGroup(
            Name, "Manage API keys.",
            BuildCreate(commands), BuildList(commands), BuildUpdate(commands), BuildRotate(commands), BuildRevoke(commands),
            BuildGenerate(terminal));
    }

    private static Command BuildCreate(AccountCommands commands)
    {
        var name = new Option<string>("--name") { Description = "A name to recognize the key by.", Required = true };
        var tier = UsersCommand.CreateTierOption("Tier of the key's user. Default: pro.");
        var organization = new Option<string?>("--org")
        {
            Description = "Name or id of the key's organization. Default: 'local', created if missing.",
        };
        var user = Numbers.CreateOptional(
            "--user", "Id of the key's user. Default: the user 'local' of the tier, created if missing.", 1, long.MaxValue, "id");
        var scopes = CreateScopesOption("Scopes of the key. Default: read.");
        var test = new Option<bool>("--test") { Description = "Create a test key." };
        var expires = new Option<TimeSpan?>("--expires-in")
        {
            Description = "Lifetime of the key, such as 90d. Default: unlimited.", HelpName = "duration", CustomParser = Duration.Parse,
        };
        return commands.Create("create", "Create a key. It is shown only once.", [name, tier, organization, user, scopes, test, expires],
            async run =>
            {
                var label = AccountNames.Check("--name", run.Parsed.GetRequiredValue(name));
                var (userId, tierName) = (run.Parsed.GetValue(user), run.Parsed.GetValue(tier));
                if (userId is not null && (run.Parsed.GetValue(organization) is not null || tierName is not null))
                    throw new CommandException("--user determines organization and tier: leave out --org and --tier.");
                var owner = userId is { } id
                    ? await run.Store.FindUserAsync(null, id, run.Cancellation).ConfigureAwait(false) ?? throw UsersCommand.NotFound(id)
                    : await GetLocalUserAsync(run, organization, tierName ?? "pro").ConfigureAwait(false);
                var key = new NewKey(
                    owner.Id, label, ParseScopes(run.Parsed.GetValue(scopes)) ?? KeyScope.Read, !run.Parsed.GetValue(test),
                    DateTimeOffset.UtcNow + run.Parsed.GetValue(expires));
                var created = (await run.Store.CreateKeyAsync(AccountDatabase.Actor, key, run.Cancellation).ConfigureAwait(false))!;
                run.Output.WriteCreatedKey(created, $"Key '{label}' of tier {created.Key.Tier}. It is shown only this once:");
            });
    }

    private static Command BuildList(AccountCommands commands)
    {
        var organization = new Option<string?>("--org") { Description = "Only keys of this organization, by name or id." };
        var prefix = new Option<string?>("--prefix") { Description = "Only keys that start with this text.", HelpName = "text" };
        return commands.Create("list", "List keys, newest first.", [organization, prefix], async run =>
        {
            var found = await OrgsCommand.FindAsync(run, organization).ConfigureAwait(false);
            var beginning = run.Parsed.GetValue(prefix) is { } text
                ? KeyText.GetIdPrefix(text) ?? throw new CommandException($"no key starts with '{text}'")
                : null;
            var filter = new KeyFilter(Organization: found?.Id, Prefix: beginning);
            var keys = await run.Store.ListKeysAsync(null, filter, AccountCommands.MaxRows, run.Cancellation).ConfigureAwait(false);
            run.Output.WriteKeys(keys);
        });
    }

    private static Command BuildUpdate(AccountCommands commands)
    {
        var (key, scopes) = (CreateKeyArgument(), CreateScopesOption("New scopes."));
        var name = new Option<string?>("--name") { Description = "New name." };
        var expires = new Option<TimeSpan?>("--expires-in")
        {
            Description = "New lifetime from now on, such as 90d.", HelpName = "duration", CustomParser = Duration.Parse,
        };
        return commands.Create("update", "Change a key's name, scopes or expiry.", [key, name, scopes, expires], async run =>
        {
            var id = ParseId(run.Parsed.GetRequiredValue(key));
            var label = run.Parsed.GetValue(name) is { } given ? AccountNames.Check("--name", given) : null;
            var changes = new KeyUpdate(
                label, ParseScopes(run.Parsed.GetValue(scopes)), DateTimeOffset.UtcNow + run.Parsed.GetValue(expires));
            if (changes == new KeyUpdate()) throw new CommandException("nothing to change: pass --name, --scopes or --expires-in");
            var updated = await run.Store.UpdateKeyAsync(AccountDatabase.Actor, id, changes, run.Cancellation).ConfigureAwait(false);
            run.Output.WriteKeys(updated ?? throw NotFound(id));
        });
    }

    private static Command BuildRotate(AccountCommands commands)
    {
        var key = CreateKeyArgument();
        var grace = new Option<TimeSpan?>("--grace")
        {
            Description = "How long the old key stays valid, such as 12h. Default: one day.", HelpName = "duration",
            CustomParser = Duration.Parse,
        };
        return commands.Create("rotate", "Replace a key by a new one.", [key, grace], async run =>
        {
            var (id, period) = (ParseId(run.Parsed.GetRequiredValue(key)), run.Parsed.GetValue(grace) ?? DefaultGrace);
            var created = await run.Store.RotateKeyAsync(AccountDatabase.Actor, id, period, run.Cancellation).ConfigureAwait(false);
            run.Output.WriteCreatedKey(
                created ?? throw NotFound(id),
                $"The old key stays valid until {DateTimeOffset.UtcNow + period:u}. The new one is shown only this once:");
        });
    }

    private static Command BuildRevoke(AccountCommands commands)
    {
        var key = CreateKeyArgument();
        return commands.Create("revoke", "Revoke a key immediately and permanently.", [key], async run =>
        {
            var id = ParseId(run.Parsed.GetRequiredValue(key));
            var revoked = await run.Store.RevokeKeyAsync(AccountDatabase.Actor, id, run.Cancellation).ConfigureAwait(false);
            run.Output.WriteKeys(revoked ?? throw NotFound(id));
        });
    }

    /// <summary>The text of a key for a deployment, whose job stores it (<c>EdgarApi:Bootstrap</c>). Needs no database.</summary>
    private static Command BuildGenerate(Terminal terminal)
    {
        var command = new Command("generate", "Print a new key without storing it, for the first keys of an installation.");
        command.SetAction(_ => terminal.Out.Profile.Out.Writer.WriteLine(KeyText.Create(KeyKind.Live)));
        return command;
    }

    private static Argument<string> CreateKeyArgument() => new("key")
    {
        Description = "The key, or its prefix as 'edgar keys list' shows it, such as edg_live_aB3dE6gH9jK2.",
    };

    private static Option<string?> CreateScopesOption(string description)
    {
        var scopes = new Option<string?>("--scopes") { Description = description, HelpName = "read|admin|read,admin" };
        scopes.AcceptOnlyFromAmong("read", "admin", "read,admin");
        return scopes;
    }

    private static KeyScope? ParseScopes(string? names) => names is null ? null : KeyScopes.From(names.Split(','));

    private static string ParseId(string text) =>
        KeyText.GetId(text) ?? throw new CommandException($"'{text}' is not a key. Pass its prefix as 'edgar keys list' shows it.");

    private static CommandException NotFound(string id) => new($"key {id} does not exist; 'edgar keys list' shows all keys");

    /// <summary>Gets the user 'local' of a tier, in the given organization or the organization 'local'. Creates what is missing.</summary>
    private static async Task<User> GetLocalUserAsync(AccountRun run, Option<string?> organization, string tier)
    {
        const string Local = "local";
        var (store, cancellation) = (run.Store, run.Cancellation);
        var owner = await OrgsCommand.FindAsync(run, organization).ConfigureAwait(false)
            ?? await store.FindOrganizationAsync(Local, cancellation).ConfigureAwait(false)
            ?? await store.CreateOrganizationAsync(AccountDatabase.Actor, Local, isOperator: true, cancellation).ConfigureAwait(false);
        var users = await store.ListUsersAsync(null, owner.Id, 0, AccountCommands.MaxRows, cancellation).ConfigureAwait(false);
        if (users.FirstOrDefault(user => user.Name == Local && user.Tier == tier && user.IsActive) is { } found) return found;
        var created = new NewUser(owner.Id, Local, tier);
        return (await store.CreateUserAsync(AccountDatabase.Actor, created, cancellation).ConfigureAwait(false))!;
    }
}
