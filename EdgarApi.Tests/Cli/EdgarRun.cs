using EdgarApi.Cli;

namespace EdgarApi.Tests.Cli;

/// <summary>The result of running <c>edgar</c>.</summary>
internal sealed record EdgarRun(int ExitCode, string Out, string Error)
{
    /// <summary>Runs <c>edgar</c> in this process and captures its output as a pipe would.</summary>
    public static async Task<EdgarRun> RunAsync(params string[] arguments)
    {
        var (standard, error) = (new StringWriter(), new StringWriter());
        var exitCode = await EdgarCommand.RunAsync(arguments, Terminal.Create(standard, error), TestContext.Current.CancellationToken);
        return new EdgarRun(exitCode, standard.ToString(), error.ToString());
    }

    /// <summary>Gets the words after a label, from the first line of the output that starts with it.</summary>
    public string[] GetRow(string label) => Out.Split('\n').Select(line => line.Trim())
        .First(line => line.StartsWith(label, StringComparison.Ordinal))[label.Length..]
        .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
