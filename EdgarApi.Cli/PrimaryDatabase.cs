using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace EdgarApi.Cli;

/// <summary>Finds the database that a command works on.</summary>
internal static class PrimaryDatabase
{
    /// <summary>The file in which <c>./run</c> leaves the primary's connection string. Only its owner can read it.</summary>
    private const string RunFile = "edgardb";

    public static Option<string?> CreateOption() => new("--connection")
    {
        Description = "Connection string of the primary. Default: ConnectionStrings__edgardb from the environment, then the system that "
            + "./run started.",
        HelpName = "string",
    };

    /// <summary>Gets the connection string: from the option, the environment, or the system that <c>./run</c> started.</summary>
    /// <exception cref="CommandException">No connection string is found, or it is invalid.</exception>
    public static string GetConnectionString(string? option)
    {
        var found = option ?? new ConfigurationBuilder().AddEnvironmentVariables().Build().GetConnectionString("edgardb")
            ?? FindRunning(Environment.CurrentDirectory, AppContext.BaseDirectory);
        if (string.IsNullOrWhiteSpace(found))
            throw new CommandException(
                "no database: start the system with ./run, or set --connection 'Host=localhost;Database=edgar;Username=edgar;Password=…' "
                + "or ConnectionStrings__edgardb");
        try
        {
            return new NpgsqlConnectionStringBuilder(found).ConnectionString;
        }
        catch (ArgumentException error)
        {
            throw new CommandException($"--connection is not a valid connection string: {error.Message}");
        }
    }

    /// <summary>Finds the connection string of the running system in the checkout that contains one of the folders.</summary>
    internal static string? FindRunning(params string[] folders) => LocalRun.Find(RunFile, folders)?.ReadText(RunFile);
}
