using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace EdgarApi.Cli;

/// <summary>Finds the database that a command works on.</summary>
internal static class PrimaryDatabase
{
    /// <summary>The file in which <c>./run</c> leaves the primary's connection string. Only its owner can read it.</summary>
    private const string RunFile = "edgardb";

    /// <summary>The folder of the files in which <c>./run</c> describes the running system.</summary>
    public const string RunFolder = ".local";

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

    /// <summary>Reads a file that describes the running system of this checkout; null if none runs.</summary>
    public static string? FindRunFile(string name) => FindRunFile(name, Environment.CurrentDirectory, AppContext.BaseDirectory);

    /// <summary>Finds the connection string of the running system in the checkout that contains one of the folders.</summary>
    internal static string? FindRunning(params string[] folders) => FindRunFile(RunFile, folders);

    private static string? FindRunFile(string name, params string[] folders) =>
        FindRunFolder(name, folders) is { } folder ? File.ReadAllText(Path.Combine(folder, name)).Trim() : null;

    /// <summary>Finds the folder with a file that describes the running system of this checkout; null if none runs.</summary>
    public static string? FindRunFolder(string name) => FindRunFolder(name, Environment.CurrentDirectory, AppContext.BaseDirectory);

    private static string? FindRunFolder(string name, params string[] folders) => folders.SelectMany(GetAncestors)
        .Select(folder => Path.Combine(folder, RunFolder)).FirstOrDefault(folder => File.Exists(Path.Combine(folder, name)));

    internal static IEnumerable<string> GetAncestors(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent) yield return at.FullName;
    }
}
