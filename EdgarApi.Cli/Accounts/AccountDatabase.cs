using EdgarApi.Accounts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgarApi.Cli.Accounts;

/// <summary>The accounts of a database. Running processes hear what is changed here at once over the Redis of the environment, and by their poll within a second without.</summary>
internal static class AccountDatabase
{
    /// <summary>Whoever has the database's password reaches everything in it.</summary>
    public static Actor Actor { get; } = new($"edgar ({Environment.UserName})");

    /// <summary>Runs work on the database of <c>--connection</c>, else of the environment, else of the system that <c>./run</c> runs.</summary>
    public static async Task UseAsync(string? connection, Terminal terminal, Func<AccountStore, Task> work)
    {
        var builder = Host.CreateEmptyApplicationBuilder(
            new HostApplicationBuilderSettings { EnvironmentName = Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") });
        builder.Configuration.AddEnvironmentVariables();
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:edgardb", PrimaryDatabase.Find(connection))]);
        builder.Logging.ClearProviders().AddProvider(new TerminalLogs(terminal));
        builder.AddAccounts();
        using var host = builder.Build();
        try
        {
            await work(host.Services.GetRequiredService<AccountStore>()).ConfigureAwait(false);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            throw new CommandException("the database has no accounts yet: the Warmer makes the tables when it starts (./run), and so does 'edgar import --to postgres'");
        }
        catch (AccountConflictException error)
        {
            throw new CommandException(error.Message);
        }
    }
}
