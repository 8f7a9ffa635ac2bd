using EdgarApi.Financials.Statements;
using Spectre.Console;

namespace EdgarApi.Cli.Show;

/// <summary>Where each number of a statement comes from: filing and concept, or how it was derived.</summary>
internal static class SourceTable
{
    public static void Write(IAnsiConsole console, Statement statement, bool everyLine)
    {
        var table = new Table { Border = console.Profile.Out.IsTerminal ? TableBorder.Rounded : TableBorder.Simple };
        foreach (var heading in (string[])["Line", "Period", "Concept or derivation", "Form", "Filed", "Accession"]) table.AddColumn(new TableColumn(heading));
        foreach (var line in StatementTable.Lines(statement, everyLine))
        {
            foreach (var (period, value) in statement.Periods.Zip(line.Values))
            {
                if (value.Source is not { } source)
                {
                    if (value.Reason is { } reason) table.AddRow(new Text(line.Id), new Text(period.Key), new Text($"none: {reason}"));
                    continue;
                }

                var from = source.Derivation is { } derivation ? $"{derivation}, of {Concepts(source)}" : source.Concept;
                if (source.Restated) from += " (restated)";
                if (source.MixedBasis) from += " (on another basis than the year)";
                table.AddRow(
                    new Text(line.Id), new Text(period.Key), new Text(from), new Text(source.Form), new Text($"{source.Filed:yyyy-MM-dd}"), new Text(source.Accession));
            }
        }

        console.Write(table);
    }

    private static string Concepts(Source source) =>
        string.Join(", ", source.Operands.Select(operand => operand.Concept).DefaultIfEmpty(source.Concept).Distinct());
}
