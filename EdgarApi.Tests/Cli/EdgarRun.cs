using EdgarApi.Cli;

namespace EdgarApi.Tests.Cli;

/// <summary>What a run of <c>edgar</c> gave.</summary>
internal sealed record EdgarRun(int ExitCode, string Out, string Error)
{
    /// <summary>Runs <c>edgar</c> in this process, its output captured as by a pipe.</summary>
    public static async Task<EdgarRun> Of(params string[] arguments)
    {
        var (standard, error) = (new StringWriter(), new StringWriter());
        var exitCode = await EdgarCommand.RunAsync(arguments, Terminal.Of(standard, error), TestContext.Current.CancellationToken);
        return new EdgarRun(exitCode, standard.ToString(), error.ToString());
    }

    /// <summary>The words of the output's line that begins with a label, without runs of spaces.</summary>
    public string[] Row(string label) => Out.Split('\n').Select(line => line.Trim()).First(line => line.StartsWith(label, StringComparison.Ordinal))[label.Length..]
        .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
