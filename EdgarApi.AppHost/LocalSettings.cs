using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace EdgarApi.AppHost;

/// <summary>What a run on a developer's machine needs besides the topology: its folder, and passwords that outlast the run.</summary>
internal sealed class LocalSettings(IConfiguration configuration, string appHostDirectory)
{
    /// <summary>Where executables keep their data: <c>EdgarApi:DataDirectory</c>, by default <c>.local</c> in the repository's root.</summary>
    public string DataDirectory { get; } =
        Path.GetFullPath(configuration["EdgarApi:DataDirectory"] ?? Path.Combine("..", ".local"), appHostDirectory);

    /// <summary>Whether Redis and Postgres are containers: <c>EdgarApi:Containers</c>, by default what the build's engine can run.</summary>
    public bool Containers { get; } = configuration.GetValue<bool?>("EdgarApi:Containers") ?? bool.Parse(BuiltFor("Containers"));

    /// <summary>The port of the API's address; null takes a free one.</summary>
    public int? ApiPort { get; } = Port(configuration, "EdgarApi:Port");

    /// <summary>The port of the primary, by which programs beside the system reach it; null takes a free one.</summary>
    public int? PrimaryPort { get; } = Port(configuration, "EdgarApi:PrimaryPort");

    /// <summary>
    /// A password or key: the configured one, otherwise one made on first use and kept beside the data that it opens,
    /// readable by its owner only.
    /// </summary>
    public string Secret(string name, string setting)
    {
        if (configuration[setting] is { Length: > 0 } configured)
            return configured;

        try
        {
            return KeptSecret(Path.Combine(DataDirectory, "secrets", name));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Wrong("EdgarApi:DataDirectory", $"EdgarApi:DataDirectory is '{DataDirectory}', where nothing can be kept: {error.Message}");
        }
    }

    private static string KeptSecret(string file)
    {
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var writer = new StreamWriter(file, options);
            writer.WriteLine(RandomNumberGenerator.GetHexString(32, lowercase: true));
        }
        return File.ReadAllText(file).Trim();
    }

    private static int? Port(IConfiguration configuration, string setting) => configuration.GetValue<int?>(setting) switch
    {
        null => null,
        >= 1 and <= 65535 and var port => port,
        var port => throw Wrong(setting, $"{setting} is {port}, but must be a port from 1 to 65535; without it a free one is taken."),
    };

    private static OptionsValidationException Wrong(string setting, string why) => new(setting, typeof(LocalSettings), [why]);

    private static string BuiltFor(string name) =>
        typeof(LocalSettings).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == name).Value!;
}
