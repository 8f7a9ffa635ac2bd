using System.Diagnostics;
using System.Text;
using EdgarApi.Tests.Postgres;

namespace EdgarApi.Tests.AppHost;

/// <summary>The AppHost as a process of its own, and every process that descends from it.</summary>
internal sealed class AppHostProcess : IAsyncDisposable
{
    /// <summary>An environment variable that each descendant inherits; its value is the folder of the run.</summary>
    private const string Marker = "EDGAR_TESTS_FAMILY";

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private AppHostProcess(Process process, string folder) => (_process, Folder) = (process, folder);

    public string Folder { get; }

    public int ExitCode => _process.ExitCode;

    public bool HasExited => _process.HasExited;

    /// <summary>Everything that the AppHost has written so far.</summary>
    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    /// <param name="settings">Arguments of the AppHost; those of <see cref="RunningSystem.Settings"/> if there are none.</param>
    /// <param name="environment">Further environment variables.</param>
    public static AppHostProcess Start(string folder, IEnumerable<string>? settings = null,
        params IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo("dotnet",
            ["exec", typeof(Projects.EdgarApi_AppHost).Assembly.Location, .. settings ?? RunningSystem.Settings(folder)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [Marker] = folder, ["DOTNET_ENVIRONMENT"] = "Development" },
        };
        // A busy machine must not look like a dead node.
        foreach (var (name, value) in EdgarDatabase.Patient) start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = new AppHostProcess(new Process { StartInfo = start }, folder);
        process._process.OutputDataReceived += (_, line) => process.Append(line.Data);
        process._process.ErrorDataReceived += (_, line) => process.Append(line.Data);
        process._process.Start();
        process._process.BeginOutputReadLine();
        process._process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Waits for a condition; fails with the output if the AppHost ends first.</summary>
    public Task UntilAsync(Func<bool> condition) => Waiting.UntilAsync(
        () => condition() || (_process.HasExited ? throw new InvalidOperationException($"The AppHost ended early:\n{Output}") : false));

    /// <summary>The value of a row of <c>addresses.tsv</c>, once the API is healthy.</summary>
    public async Task<string> AddressAsync(string name)
    {
        var file = Path.Combine(Folder, "addresses.tsv");
        await UntilAsync(() => File.Exists(file));
        return File.ReadLines(file).Select(line => line.Split('\t')).Single(row => row[0] == name)[1];
    }

    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, $"{_process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken).InTimeAsync();
    }

    public Task WaitForExitAsync() =>
        _process.WaitForExitAsync(TestContext.Current.CancellationToken).InTimeAsync("the end of the AppHost");

    /// <summary>The processes that run of this family.</summary>
    public List<string> Family() =>
        [.. Directory.EnumerateDirectories("/proc").Where(process => int.TryParse(Path.GetFileName(process), out var _)
            && ReadOrNothing(process, "environ").Contains($"{Marker}={Folder}", StringComparison.Ordinal))
                .Select(process => ReadOrNothing(process, "cmdline"))];

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await WaitForExitAsync();
        await Waiting.UntilAsync(() => Family().Count == 0);
        _process.Dispose();
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }

    private void Append(string? line)
    {
        if (line is null) return;
        lock (_output) _output.AppendLine(line);
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
