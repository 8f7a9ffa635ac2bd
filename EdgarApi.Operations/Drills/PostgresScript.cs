using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace EdgarApi.Operations.Drills;

/// <summary>A running script of <c>EdgarApi.AppHost/postgres</c>.</summary>
internal sealed class PostgresScript : IAsyncDisposable
{
    private const int KeptLines = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly string _name;
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private bool _isDisposed;

    private PostgresScript(string name, Process process)
    {
        (_name, _process) = (name, process);
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Starts a script.</summary>
    /// <param name="folder">The folder of the scripts.</param>
    /// <param name="name">The script.</param>
    /// <param name="data">The folder that it creates.</param>
    /// <param name="port">Its port, if it becomes a server.</param>
    /// <param name="environment">Its other variables.</param>
    public static PostgresScript Start(
        string folder, string name, string data, int port, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = new ProcessStartInfo("sh", [Path.Combine(folder, name)])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath(),
        };
        (start.Environment["PGDATA"], start.Environment["PGPORT"]) = (data, port.ToString(CultureInfo.InvariantCulture));
        foreach (var (variable, value) in environment) start.Environment[variable] = value;
        return new PostgresScript(name, Process.Start(start)!);
    }

    /// <summary>Waits for the end of a script that ends by itself.</summary>
    /// <exception cref="DrillException">It failed.</exception>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        if (_process.ExitCode != 0) throw Failed();
    }

    /// <summary>Throws if a script that should still run has ended.</summary>
    public void AssertRuns()
    {
        if (_process.HasExited) throw Failed();
    }

    /// <summary>Asks the script to stop, and waits until it has.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        if (!_process.HasExited)
        {
            await Signals.SendAsync("TERM", _process.Id, CancellationToken.None).ConfigureAwait(false);
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(Patience).ConfigureAwait(false);
        }

        _process.Dispose();
    }

    private DrillException Failed() =>
        new($"{_name} ended with exit code {_process.ExitCode}:\n{string.Join('\n', _lines)}");

    private void Keep(string? line)
    {
        if (line is null) return;
        _lines.Enqueue(line);
        if (_lines.Count > KeptLines) _lines.TryDequeue(out var _);
    }
}
