using Spectre.Console;

namespace EdgarApi.Cli;

/// <summary>Where a command writes: results to <see cref="Out"/>, progress and errors to <see cref="Error"/>.</summary>
internal sealed record Terminal(IAnsiConsole Out, IAnsiConsole Error)
{
    /// <summary>Wide enough that lines written to a file or pipe never wrap.</summary>
    private const int PipeWidth = 2000;

    public static Terminal Create(TextWriter standard, TextWriter error) => new(CreateConsole(standard), CreateConsole(error));

    private static IAnsiConsole CreateConsole(TextWriter writer)
    {
        var output = new AnsiConsoleOutput(writer);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = output,
            Ansi = output.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = output.IsTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!output.IsTerminal) console.Profile.Width = PipeWidth;
        return console;
    }
}
