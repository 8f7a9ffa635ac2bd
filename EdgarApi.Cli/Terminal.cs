using Spectre.Console;

namespace EdgarApi.Cli;

/// <summary>Where a command writes: results to <see cref="Out"/>, progress and errors to <see cref="Error"/>.</summary>
internal sealed record Terminal(IAnsiConsole Out, IAnsiConsole Error)
{
    /// <summary>Wide enough that lines written to a file or pipe never wrap.</summary>
    private const int PipeWidth = 2000;

    public static Terminal Create(TextWriter standard, TextWriter error)
    {
        // https://no-color.org: set to anything but an empty text.
        var isPlain = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new(Create(standard), Create(error));

        IAnsiConsole Create(TextWriter writer) =>
            CreateConsole(new AnsiConsoleOutput(writer), isPlain ? AnsiSupport.No : AnsiSupport.Detect);
    }

    /// <summary>Creates a console.</summary>
    /// <param name="output">Where it writes.</param>
    /// <param name="ansi">Whether a terminal gets colors and bold text; a file or pipe never does.</param>
    internal static IAnsiConsole CreateConsole(IAnsiConsoleOutput output, AnsiSupport ansi)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = output,
            Ansi = output.IsTerminal ? ansi : AnsiSupport.No,
            Interactive = output.IsTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!output.IsTerminal) console.Profile.Width = PipeWidth;
        return console;
    }
}
