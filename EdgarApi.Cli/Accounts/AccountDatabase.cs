using EdgarApi.Accounts;
using EdgarApi.Caching.Redis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgarApi.Cli.Accounts;

/// <summary>
/// Opens the accounts of a database. Running processes learn of changes at once through the Redis in the environment, otherwise by their
/// poll within a second.
/// </summary>
internal static class AccountDatabase
{
    /// <summary>The actor in the audit trail. Access to the database is access to all accounts.</summary>
    public static Actor Actor { get; } = new($"edgar ({Environment.UserName})");

    /// <summary>Runs work on the accounts of the database that <see cref="PrimaryDatabase"/> finds.</summary>
    /// <exception cref="CommandException">The database has no tables, or the change conflicts with its current state.</exception>
    public static async Task UseAsync(string? connection, Terminal terminal, Func<AccountStore, Task> work)
    {
        var builder = Host.CreateEmptyApplicationBuilder(
            new HostApplicationBuilderSettings { EnvironmentName = Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") });
        builder.Configuration.AddEnvironmentVariables();
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:edgardb", PrimaryDatabase.GetConnectionString(connection))]);
        // A command says itself what an outage of Redis means for it.
        builder.Logging.ClearProviders().AddProvider(new TerminalLogs(terminal)).AddFilter<TerminalLogs>(
            typeof(RedisGateway).FullName, LogLevel.None);
        builder.AddAccounts();
        using var host = builder.Build();
        try
        {
            await work(host.Services.GetRequiredService<AccountStore>()).ConfigureAwait(false);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            throw new CommandException(
                "the database has no account tables yet. The Warmer creates them when it starts (./run), and so does "
                + "'edgar import --to postgres'.");
        }
        catch (AccountConflictException error)
        {
            throw new CommandException(error.Message);
        }
    }
}
