using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace EdgarApi.Cli;

/// <summary>Which database a command means.</summary>
internal static class PrimaryDatabase
{
    /// <summary>Where <c>./run</c> says how to reach the primary that it runs, readable by its owner only.</summary>
    private static readonly string RunFile = Path.Combine(".local", "edgardb");

    public static Option<string?> Option() => new("--connection")
    {
        Description = "Connection string of the primary; without it the environment's ConnectionStrings__edgardb, or else the system that ./run runs.", HelpName = "string",
    };

    /// <exception cref="CommandException">None is named and none runs, or what names it is no connection string.</exception>
    public static string Find(string? connection)
    {
        var found = connection ?? new ConfigurationBuilder().AddEnvironmentVariables().Build().GetConnectionString("edgardb")
            ?? OfRun(Environment.CurrentDirectory, AppContext.BaseDirectory);
        try
        {
            return string.IsNullOrWhiteSpace(found)
                ? throw new CommandException(
                    "no database: start the system with ./run, or name one with --connection 'Host=localhost;Database=edgar;Username=edgar;Password=…' or in ConnectionStrings__edgardb")
                : new NpgsqlConnectionStringBuilder(found).ConnectionString;
        }
        catch (ArgumentException error)
        {
            throw new CommandException($"--connection is no connection string: {error.Message}");
        }
    }

    /// <summary>The system of the checkout that the command is called in, else of the one that it was built in.</summary>
    internal static string? OfRun(params string[] folders) => folders
        .SelectMany(Ancestors).Select(folder => Path.Combine(folder, RunFile)).Where(File.Exists).Select(file => File.ReadAllText(file).Trim()).FirstOrDefault();

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent) yield return at.FullName;
    }
}
