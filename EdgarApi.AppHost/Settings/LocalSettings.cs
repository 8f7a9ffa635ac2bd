using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace EdgarApi.AppHost.Settings;

/// <summary>The settings of a run on a developer's machine: its folders, its ports, and where Redis and Postgres come from.</summary>
internal sealed class LocalSettings
{
    private const string DataDirectorySetting = "EdgarApi:DataDirectory";
    private const string StateDirectorySetting = "EdgarApi:StateDirectory";

    private LocalSettings(IConfiguration configuration, string root)
    {
        var configured = configuration[DataDirectorySetting];
        DataDirectory = configured is { Length: > 0 } ? Path.GetFullPath(configured, root) : DefaultDataDirectory(root);
        StateDirectory = Path.GetFullPath(configuration[StateDirectorySetting]
            ?? (configured is { Length: > 0 } ? DataDirectory : ".local"), root);
        ApiPort = ReadPort(configuration, "EdgarApi:Port");
        PrimaryPort = ReadPort(configuration, "EdgarApi:PrimaryPort");
        UseContainers = ReadContainers(configuration);
        Monitoring = ReadSwitch(configuration, "EdgarApi:Monitoring", byDefault: false);
        AlertWebhook = ReadWebhook(configuration);
    }

    /// <summary>
    /// The folder of the servers' data: <c>EdgarApi:DataDirectory</c>, by default <c>.local</c> in the repository's root.
    /// </summary>
    public string DataDirectory { get; }

    /// <summary>
    /// The folder of the files that describe the run: <c>EdgarApi:StateDirectory</c>, by default <c>.local</c> or the data folder if one is
    /// set.
    /// </summary>
    public string StateDirectory { get; }

    /// <summary>
    /// Whether Redis and Postgres are containers: <c>EdgarApi:Containers</c>, by default whether a container engine responds.
    /// </summary>
    public ContainerChoice UseContainers { get; }

    /// <summary>The port of the API's address; null takes a free one.</summary>
    public int? ApiPort { get; }

    /// <summary>The port of the primary, for programs outside the system; null takes a free one.</summary>
    public int? PrimaryPort { get; }

    /// <summary>Whether Prometheus and Alertmanager run: <c>EdgarApi:Monitoring</c>, by default not.</summary>
    public bool Monitoring { get; }

    /// <summary>
    /// Where Alertmanager sends alerts, below <c>/page</c> and <c>/ticket</c>: <c>EdgarApi:AlertWebhook</c>; null only shows them.
    /// </summary>
    public Uri? AlertWebhook { get; }

    /// <summary>
    /// Whether Aspire's dashboard runs: <c>EdgarApi:Dashboard</c>, an argument or environment variable, by default yes. Without it, nothing
    /// takes the telemetry that programs export. Aspire has to know before it reads other settings.
    /// </summary>
    /// <exception cref="OptionsValidationException">The setting is wrong.</exception>
    public static bool ReadDashboard(string[] args) => ReadSwitch(
        new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build(), "EdgarApi:Dashboard", byDefault: true);

    /// <summary>Reads the settings and checks what they need of the machine, so that a run that cannot work ends with one line.</summary>
    /// <exception cref="OptionsValidationException">A setting is wrong, a port is in use, a folder cannot be written, or a program is
    /// missing.</exception>
    public static LocalSettings Read(IDistributedApplicationBuilder builder)
    {
        var root = Path.GetFullPath("..", builder.AppHostDirectory);
        var settings = new LocalSettings(builder.Configuration, root);
        if (builder.ExecutionContext.IsPublishMode) return settings;
        CheckPort("EdgarApi:Port", settings.ApiPort);
        CheckPort("EdgarApi:PrimaryPort", settings.PrimaryPort);
        CheckFolder(DataDirectorySetting, settings.DataDirectory);
        CheckFolder(StateDirectorySetting, settings.StateDirectory);
        if (settings.UseContainers.Value) return settings;
        LocalPrograms.RequireServers();
        if (settings.Monitoring) LocalPrograms.RequireMonitoring();
        return settings;
    }

    internal static OptionsValidationException Invalid(string setting, string message) => new(setting, typeof(LocalSettings), [message]);

    private static ContainerChoice ReadContainers(IConfiguration configuration)
    {
        var configured = configuration["EdgarApi:Containers"];
        if (string.IsNullOrEmpty(configured)) return ContainerChoice.Detect(configuration);
        return bool.TryParse(configured, out var value)
            ? new ContainerChoice(value, $"EdgarApi:Containers is {configured}")
            : throw Invalid("EdgarApi:Containers",
                $"EdgarApi:Containers is '{configured}', but must be true or false; without it a responding container engine decides.");
    }

    private static bool ReadSwitch(IConfiguration configuration, string setting, bool byDefault)
    {
        var configured = configuration[setting];
        if (string.IsNullOrEmpty(configured)) return byDefault;
        return bool.TryParse(configured, out var value)
            ? value
            : throw Invalid(setting,
                $"{setting} is '{configured}', but must be true or false (the default is {(byDefault ? "true" : "false")}).");
    }

    private static Uri? ReadWebhook(IConfiguration configuration)
    {
        const string Setting = "EdgarApi:AlertWebhook";
        var configured = configuration[Setting];
        if (string.IsNullOrEmpty(configured)) return null;
        return Uri.TryCreate(configured, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw Invalid(Setting, $"{Setting} is '{configured}', but must be an address like http://127.0.0.1:9095.");
    }

    private static int? ReadPort(IConfiguration configuration, string setting)
    {
        var configured = configuration[setting];
        if (string.IsNullOrEmpty(configured)) return null;
        return int.TryParse(configured, out var port) && port is >= 1 and <= 65535
            ? port
            : throw Invalid(setting,
                $"{setting} is '{configured}', but must be a port from 1 to 65535; without it the system takes a free port.");
    }

    private static void CheckPort(string setting, int? port)
    {
        if (port is null) return;
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port.Value);
            listener.Start();
        }
        catch (SocketException error)
        {
            throw Invalid(setting,
                $"{setting} is {port}, which cannot be used: {error.Message}. Choose another port, or leave the setting out.");
        }
    }

    private static void CheckFolder(string setting, string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            File.Create(Path.Combine(folder, $".write-test-{Environment.ProcessId}"), 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Invalid(setting, $"{setting} is '{folder}', which cannot be written: {error.Message}");
        }
    }

    /// <summary>
    /// Postgres drops root's privileges, and its own user cannot pass through a folder closed to others, such as <c>/root</c>.
    /// </summary>
    private static string DefaultDataDirectory(string root)
    {
        var folder = Path.Combine(root, ".local");
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess || IsOpenToOthers(root)) return folder;
        var checkout = Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(root)))[..12];
        return $"/var/tmp/edgarapi-{checkout}";
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static bool IsOpenToOthers(string folder)
    {
        for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
        {
            if (!current.UnixFileMode.HasFlag(UnixFileMode.OtherExecute)) return false;
        }
        return true;
    }
}
