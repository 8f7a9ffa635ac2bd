using EdgarApi.Financials.Statements;
using Spectre.Console;

namespace EdgarApi.Cli.Show;

/// <summary>Lists where each number of a statement comes from: filing and concept, or derivation.</summary>
internal static class SourceTable
{
    public static void Write(IAnsiConsole console, Statement statement, bool everyLine)
    {
        var table = new Table { Border = console.Profile.Out.IsTerminal ? TableBorder.Rounded : TableBorder.Simple };
        string[] headings = ["Line", "Period", "Concept or derivation", "Form", "Filed", "Accession"];
        foreach (var heading in headings) table.AddColumn(new TableColumn(heading));
        foreach (var line in StatementTable.GetLines(statement, everyLine))
        {
            foreach (var (period, value) in statement.Periods.Zip(line.Values))
            {
                if (value.Source is not { } source)
                {
                    if (value.Reason is { } reason) table.AddRow(new Text(line.Id), new Text(period.Key), new Text($"missing: {reason}"));
                    continue;
                }

                var from = source.Derivation is { } derivation ? $"{derivation}, of {GetConcepts(source)}" : source.Concept;
                if (source.Restated) from += " (restated)";
                if (source.MixedBasis) from += " (not on the same basis as the year)";
                string[] cells = [line.Id, period.Key, from, source.Form, $"{source.Filed:yyyy-MM-dd}", source.Accession];
                table.AddRow([.. cells.Select(cell => new Text(cell))]);
            }
        }

        console.Write(table);
    }

    private static string GetConcepts(Source source) =>
        string.Join(", ", source.Operands.Select(operand => operand.Concept).DefaultIfEmpty(source.Concept).Distinct());
}
