using System.CommandLine;
using EdgarApi.Accounts;

namespace EdgarApi.Cli.Accounts;

/// <summary>What the commands on accounts have in common: which database they mean, and whether they answer as JSON.</summary>
internal sealed class AccountCommands(Terminal terminal)
{
    /// <summary>Rows of a list at most: whoever has more asks for one organization.</summary>
    public const int MaxRows = 1_000;

    private readonly Option<string?> connection = Recursive(PrimaryDatabase.Option());
    private readonly Option<bool> json = Recursive(new Option<bool>("--json") { Description = "As JSON." });

    /// <summary>A command that is nothing but others.</summary>
    public Command Group(string name, string description, params IEnumerable<Command> commands)
    {
        var group = new Command(name, description) { connection, json };
        foreach (var command in commands) group.Add(command);
        return group;
    }

    /// <summary>A command that does something to the accounts of the database.</summary>
    public Command Create(string name, string description, IEnumerable<Symbol> takes, Func<AccountRun, Task> work)
    {
        var command = new Command(name, description);
        foreach (var symbol in takes)
        {
            if (symbol is Argument argument) command.Add(argument);
            else command.Add((Option)symbol);
        }

        command.SetAction((parsed, cancellation) => AccountDatabase.UseAsync(
            parsed.GetValue(connection), terminal, store => work(new AccountRun(parsed, store, new AccountOutput(terminal, parsed.GetValue(json)), cancellation))));
        return command;
    }

    private static Option<T> Recursive<T>(Option<T> option)
    {
        option.Recursive = true;
        return option;
    }
}

/// <summary>A command that runs: what it was told, the accounts, and where its answer goes.</summary>
internal sealed record AccountRun(ParseResult Parsed, AccountStore Store, AccountOutput Output, CancellationToken Cancellation);
