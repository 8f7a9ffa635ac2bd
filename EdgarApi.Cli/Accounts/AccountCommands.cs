using System.CommandLine;
using EdgarApi.Accounts;

namespace EdgarApi.Cli.Accounts;

/// <summary>Creates the account commands with their common options: the database and JSON output.</summary>
internal sealed class AccountCommands(Terminal terminal)
{
    /// <summary>Maximum rows of a list.</summary>
    public const int MaxRows = 1_000;

    private readonly Option<string?> _connection = MakeRecursive(PrimaryDatabase.CreateOption());
    private readonly Option<bool> _json = MakeRecursive(new Option<bool>("--json") { Description = "Print JSON." });

    /// <summary>Creates a group of commands.</summary>
    public Command CreateGroup(string name, string description, params IEnumerable<Command> commands)
    {
        var group = new Command(name, description) { _connection, _json };
        foreach (var command in commands) group.Add(command);
        return group;
    }

    /// <summary>Creates a command that works on the accounts.</summary>
    public Command Create(string name, string description, IEnumerable<Symbol> symbols, Func<AccountRun, Task> work)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument) command.Add(argument);
            else command.Add((Option)symbol);
        }

        command.SetAction((parsed, cancellation) => AccountDatabase.UseAsync(parsed.GetValue(_connection), terminal, store =>
            work(new AccountRun(parsed, store, new AccountOutput(terminal, parsed.GetValue(_json)), cancellation))));
        return command;
    }

    private static Option<T> MakeRecursive<T>(Option<T> option)
    {
        option.Recursive = true;
        return option;
    }
}

/// <summary>The context of a running account command.</summary>
/// <param name="Parsed">Its arguments.</param>
/// <param name="Store">The accounts.</param>
/// <param name="Output">Where results go.</param>
/// <param name="Cancellation">Stops it.</param>
internal sealed record AccountRun(ParseResult Parsed, AccountStore Store, AccountOutput Output, CancellationToken Cancellation);
