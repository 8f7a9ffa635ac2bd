using System.Diagnostics;
using System.Text;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;

namespace EdgarApi.Tests.AppHost;

/// <summary>The AppHost as a process of its own, and every process that descends from it.</summary>
internal sealed class AppHostProcess : IAsyncDisposable
{
    /// <summary>An environment variable that each descendant inherits; its value is the folder of the run.</summary>
    private const string Marker = "EDGAR_TESTS_FAMILY";

    private readonly LeashedProcess _process;
    private readonly StringBuilder _output;

    private AppHostProcess(LeashedProcess process, StringBuilder output, string folder) =>
        (_process, _output, Folder) = (process, output, folder);

    public string Folder { get; }

    /// <summary>128 plus the signal's number if a signal ended the AppHost.</summary>
    public int ExitCode => _process.Exited.Result;

    public bool HasExited => _process.Exited.IsCompleted;

    /// <summary>Everything that the AppHost has written so far.</summary>
    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    /// <param name="folder">The folder of the run's data and of the files that describe it.</param>
    /// <param name="settings">Arguments of the AppHost; by default <see cref="RunningSystem.Settings"/>.</param>
    /// <param name="environment">Further environment variables.</param>
    public static AppHostProcess Start(string folder, IEnumerable<string>? settings = null,
        params IEnumerable<(string Name, string Value)> environment)
    {
        var output = new StringBuilder();
        // A busy machine must not look like a dead node.
        (string Name, string Value)[] variables =
        [
            .. EdgarDatabase.Patient.Select(setting => (setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value)),
            (Marker, folder), ("DOTNET_ENVIRONMENT", "Development"), .. environment,
        ];
        var process = LeashedProcess.Start(
            "TERM", "dotnet", ["exec", typeof(Projects.EdgarApi_AppHost).Assembly.Location, .. settings ?? RunningSystem.Settings(folder)],
            Environment.CurrentDirectory, variables.Select(variable => KeyValuePair.Create(variable.Name, (string?)variable.Value)), line =>
            {
                lock (output) output.AppendLine(line);
            });
        return new AppHostProcess(process, output, folder);
    }

    /// <summary>Waits for a condition; fails with the output if the AppHost ends first.</summary>
    public Task UntilAsync(Func<bool> condition, TimeSpan? limit = null) => Waiting.UntilAsync(
        () => condition() || (HasExited ? throw new InvalidOperationException($"The AppHost ended early:\n{Output}") : false),
        limit: limit);

    /// <summary>The value of a row of <c>addresses.tsv</c>, once the API is healthy.</summary>
    public async Task<string> AddressAsync(string name)
    {
        var file = Path.Combine(Folder, "addresses.tsv");
        await UntilAsync(() => File.Exists(file), RunningSystem.Patience);
        return File.ReadLines(file).Select(line => line.Split('\t')).Single(row => row[0] == name)[1];
    }

    /// <summary>Sends a signal to the AppHost itself, whose process id its lock file contains.</summary>
    public async Task SignalAsync(string signal)
    {
        // The shell reads the file; .NET would refuse to open a locked one.
        using var kill = Process.Start("sh", ["-c", "kill -s \"$0\" \"$(cat \"$1\")\"", signal, Path.Combine(Folder, "run.lock")]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken).InTimeAsync();
    }

    public Task WaitForExitAsync() => _process.Exited.InTimeAsync("the end of the AppHost");

    /// <summary>The command lines of this family's running processes.</summary>
    public List<string> Family() =>
        [.. Directory.EnumerateDirectories("/proc").Where(process => int.TryParse(Path.GetFileName(process), out var _)
            && ReadOrNothing(process, "environ").Contains($"{Marker}={Folder}", StringComparison.Ordinal))
                .Select(process => ReadOrNothing(process, "cmdline"))];

    /// <summary>
    /// Asserts that the AppHost ends, that nothing it started remains, and that the next start of a database need not recover from its
    /// write-ahead log.
    /// </summary>
    public async Task AssertCleanEndAsync()
    {
        await WaitForExitAsync();
        await Waiting.UntilAsync(() => Family().Count == 0);
        Assert.Equal("shut down", await ClusterStateAsync("postgres-primary"));
        Assert.Equal("shut down in recovery", await ClusterStateAsync("postgres-api"));
        Assert.Equal("shut down in recovery", await ClusterStateAsync("postgres-analytics"));
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await Waiting.UntilAsync(() => Family().Count == 0);
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }

    private async Task<string> ClusterStateAsync(string node)
    {
        const string Command =
            "PATH=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -n 1):$PATH; "
            + "LC_ALL=C pg_controldata -D \"$0\" | sed -n 's/^Database cluster state: *//p'";
        using var shell = Process.Start(
            new ProcessStartInfo("sh", ["-c", Command, Path.Combine(Folder, node)]) { RedirectStandardOutput = true })!;
        var state = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).InTimeAsync("pg_controldata");
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken).InTimeAsync();
        return state.Trim();
    }

    private static string ReadOrNothing(string process, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ""; // the process ended meanwhile, or belongs to another user
        }
    }
}
