using System.Text;
using EdgarApi.Cli;
using EdgarApi.Cli.Accounts;
using Spectre.Console;

namespace EdgarApi.Tests.Cli;

public sealed class TerminalTests
{
    private static readonly string[] Headings =
        ["Key", "Name", "Organization", "User", "Tier", "Scopes", "Status", "Expires", "Last used"];

    private static readonly string[][] Keys =
    [
        ["edg_live_0aB3dE6gH9jK", "reporting server", "1", "2", "pro", "read, admin", "active", "2027-01-31 12:00", "2026-11-27 08:15"],
        ["edg_test_4mN7pQ1rS2tU", "build", "1", "3", "basic", "read", "revoked", "–", "–"],
    ];

    [Fact]
    public void A_terminal_without_colors_gets_no_escape_sequences_at_all()
    {
        Assert.Contains('\u001b', WriteBold(new TerminalOutput(80), AnsiSupport.Yes));
        Assert.Equal("total", WriteBold(new TerminalOutput(80), AnsiSupport.No));
    }

    [Fact]
    public void Records_that_do_not_fit_side_by_side_are_written_below_each_other_without_breaking_a_value()
    {
        var lines = WriteRecords(width: 80);
        Assert.NotEmptyAndAll(lines, line => Assert.InRange(line.Length, 0, 80));
        Assert.NotEmptyAndAll(Keys.SelectMany(key => Headings.Zip(key)), cell => Assert.Contains(lines, line =>
            line.StartsWith(cell.First, StringComparison.Ordinal) && line.EndsWith(cell.Second, StringComparison.Ordinal)));
    }

    [Fact]
    public void Records_that_fit_are_rows_of_a_table()
    {
        var lines = WriteRecords(width: 160);
        Assert.NotEmptyAndAll(Keys, key => Assert.Single(lines, line =>
            key.All(cell => line.Contains(cell, StringComparison.Ordinal))));
    }

    private static string[] WriteRecords(int width)
    {
        var output = new TerminalOutput(width);
        RecordTable.Write(Terminal.CreateConsole(output, AnsiSupport.No), Headings, Keys);
        return [.. output.Writer.ToString()!.Split('\n').Select(line => line.TrimEnd())];
    }

    private static string WriteBold(TerminalOutput output, AnsiSupport ansi)
    {
        Terminal.CreateConsole(output, ansi).Write(new Text("total", new Style(Color.Red, decoration: Decoration.Bold)));
        return output.Writer.ToString()!;
    }

    private sealed class TerminalOutput(int width) : IAnsiConsoleOutput
    {
        public TextWriter Writer { get; } = new StringWriter();

        public bool IsTerminal => true;

        public int Width => width;

        public int Height => 25;

        public void SetEncoding(Encoding encoding)
        {
        }
    }
}
