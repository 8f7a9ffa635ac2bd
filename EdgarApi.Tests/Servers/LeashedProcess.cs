using System.Diagnostics;

namespace EdgarApi.Tests.Servers;

/// <summary>A child process that always ends with this one. See leash.sh, which runs it.</summary>
internal sealed class LeashedProcess : IAsyncDisposable
{
    private static readonly string Leash = ReadLeash();

    private readonly Process _leash;

    private LeashedProcess(Process leash) => (_leash, Exited) = (leash, WaitAsync(leash));

    /// <summary>Completes with the exit code once the process has exited and its output has been read.</summary>
    public Task<int> Exited { get; }

    /// <param name="stopSignal">The signal that <see cref="StopAsync"/> sends: INT or TERM.</param>
    /// <param name="command">The executable, by path or by its name in the PATH.</param>
    /// <param name="output">Receives each line of standard output and error.</param>
    public static LeashedProcess Start(
        string stopSignal, string command, IEnumerable<string> arguments, string workingDirectory,
        IEnumerable<KeyValuePair<string, string?>> environment, Action<string> output)
    {
        var start = new ProcessStartInfo("bash", ["-c", Leash, "leash", stopSignal, command, .. arguments])
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Forward(line.Data);
        process.ErrorDataReceived += (_, line) => Forward(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new LeashedProcess(process);

        void Forward(string? line)
        {
            if (line is not null)
                output(line);
        }
    }

    /// <summary>Asks the process to stop and waits until it exits. Kills it after ten seconds.</summary>
    public async Task StopAsync()
    {
        _leash.StandardInput.Close();
        await Exited.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _leash.Dispose();
    }

    private static async Task<int> WaitAsync(Process process)
    {
        await process.WaitForExitAsync().ConfigureAwait(false);
        return process.ExitCode;
    }

    private static string ReadLeash()
    {
        using var script = typeof(LeashedProcess).Assembly.GetManifestResourceStream("leash.sh")!;
        using var reader = new StreamReader(script);
        return reader.ReadToEnd();
    }
}
