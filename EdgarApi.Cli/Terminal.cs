using Spectre.Console;

namespace EdgarApi.Cli;

/// <summary>Where a command writes: results to <see cref="Out"/>, progress and errors to <see cref="Error"/>.</summary>
internal sealed record Terminal(IAnsiConsole Out, IAnsiConsole Error)
{
    // Into a file or pipe lines are as long as they are.
    private const int PlainWidth = 2000;

    public static Terminal Of(TextWriter standard, TextWriter error) => new(Console(standard), Console(error));

    private static IAnsiConsole Console(TextWriter writer)
    {
        var output = new AnsiConsoleOutput(writer);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = output,
            Ansi = output.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = output.IsTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!output.IsTerminal) console.Profile.Width = PlainWidth;
        return console;
    }
}

/// <summary>A command that cannot do what it was asked, said in words for whoever asked.</summary>
internal sealed class CommandException(string message) : Exception(message);
