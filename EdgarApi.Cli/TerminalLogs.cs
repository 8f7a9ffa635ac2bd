using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace EdgarApi.Cli;

/// <summary>Writes the warnings and errors of services to the terminal in the same form as the command's own messages.</summary>
internal sealed class TerminalLogs(Terminal terminal) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) terminal.Error.WriteLine($"edgar: {formatter(state, exception)}");
    }

    public void Dispose()
    {
    }
}
