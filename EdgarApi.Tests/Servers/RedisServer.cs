using System.Diagnostics;

namespace EdgarApi.Tests.Servers;

/// <summary>A real Redis without persistence. It keeps its port when restarted.</summary>
public sealed class RedisServer : IAsyncLifetime
{
    private readonly string _folder;
    private readonly string[] _settings;
    private LeashedProcess? _process;

    public RedisServer()
        : this(Path.GetTempPath())
    {
    }

    /// <param name="folder">The working folder.</param>
    /// <param name="settings">Further command-line settings: names with two dashes, and values.</param>
    internal RedisServer(string folder, params string[] settings) => (_folder, _settings) = (folder, settings);

    public int Port { get; } = FreePort.Next();

    public string ConnectionString => $"127.0.0.1:{Port}";

    public ValueTask InitializeAsync() => new(StartAsync());

    /// <summary>Starts the server and returns once it accepts connections.</summary>
    public async Task StartAsync()
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var output = new List<string>();
        string[] arguments =
        [
            "--port",
            $"{Port}",
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
            "--databases",
            "256",
            "--pidfile",
            PidFile,
            .. _settings,
        ];
        _process = LeashedProcess.Start("TERM", "redis-server", arguments, _folder, [], line =>
        {
            lock (output)
                output.Add(line);
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
                ready.TrySetResult();
        });
        if (await Task.WhenAny(ready.Task, _process.Exited).InTimeAsync("redis-server") == _process.Exited)
            throw new InvalidOperationException($"redis-server did not start:\n{string.Join('\n', output)}");
    }

    /// <summary>Stops the process. The kernel still accepts connections and data, but nothing responds.</summary>
    public void Freeze() => Signal("STOP");

    public void Thaw() => Signal("CONT");

    public Task StopAsync() => _process?.StopAsync() ?? Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        if (_process is null) return ValueTask.CompletedTask;
        if (!_process.Exited.IsCompleted && File.Exists(PidFile)) Thaw();
        return _process.DisposeAsync();
    }

    private string PidFile => Path.Combine(_folder, $"edgar-tests-redis-{Port}.pid");

    private void Signal(string signal)
    {
        using var shell = Process.Start("kill", [$"-{signal}", File.ReadAllText(PidFile).Trim()]);
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }
}
