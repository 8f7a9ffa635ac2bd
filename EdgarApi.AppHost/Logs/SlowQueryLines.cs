using EdgarApi.AppHost.Supervision;

namespace EdgarApi.AppHost.Logs;

/// <summary>
/// Selects what Postgres logs about slow statements from the console log of a server: a line with the duration, and the further lines of
/// its statement, which begin with a tab.
/// </summary>
internal sealed class SlowQueryLines
{
    private const string Duration = " LOG:  duration: ";

    private bool _isStatement;

    /// <summary>Returns the line as Postgres wrote it, or null if it is about something else.</summary>
    /// <param name="line">A line of the console log.</param>
    public string? Select(string line)
    {
        var written = ConsoleLine.GetContent(line);
        _isStatement = written.Contains(Duration, StringComparison.Ordinal) || (_isStatement && written.StartsWith('\t'));
        return _isStatement ? written : null;
    }
}
